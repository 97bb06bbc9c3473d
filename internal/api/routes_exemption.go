package api

import "lunheng/internal/lang"

// exemptionRoutes answer claims of exemption. A claim is made by submitting the
// application with it; it is a case of its own.
func (a *API) exemptionRoutes() {
	g := a.chapter("免除审查", "Exemptions from review")
	act(g, "/reviews/{review}/exemption/settle", lang.T("认定是否免除审查", "Grant or refuse a claim of exemption"), a.Review.SettleExemption, "grant", "reasons")
	act(g, "/reviews/{review}/exemption/end", lang.T("条件变化，结束免除", "End an exemption whose conditions changed"), a.Review.EndExemption, "reasons")
}
