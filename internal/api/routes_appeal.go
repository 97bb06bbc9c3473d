package api

import "lunheng/internal/lang"

// appealRoutes are appeals against decisions. An appeal is a case of its own.
func (a *API) appealRoutes() {
	g := a.chapter("申诉", "Appeals")
	act(g, "/reviews/{review}/appeal", lang.T("申请人书面申诉，附理由和证据", "The applicant appeals, with reasons and evidence"), a.Review.FileAppeal, "reasons")
	act(g, "/reviews/{review}/appeal/admit", lang.T("主任委员审查申诉是否受理", "The chair says whether the appeal is heard"), a.Review.SettleAdmission, "admit", "reason")
}
