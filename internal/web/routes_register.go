package web

import "lunheng/internal/registry"

// registerRoutes are the addresses of the register, of accounts and of the
// house.
func (s *Server) registerRoutes() []route {
	return []route{
		// Units
		{"GET /units", s.units, loggedIn},
		{"GET /units/new", s.newUnit().show, loggedIn},
		{"POST /units/new", s.newUnit().send, loggedIn},
		{"GET /units/{id}", s.unit, loggedIn},
		{"GET /units/{id}/edit", s.editUnit().show, loggedIn},
		{"POST /units/{id}/edit", s.editUnit().send, loggedIn},
		{"GET /units/{id}/close", s.closeUnit().show, loggedIn},
		{"POST /units/{id}/close", s.closeUnit().send, loggedIn},
		{"GET /units/{id}/rules/new", s.adoptUnitRule().show, loggedIn},
		{"POST /units/{id}/rules/new", s.adoptUnitRule().send, loggedIn},
		{"GET /units/{id}/papers/{hash}", s.unitPaper, loggedIn},
		{"GET /units/{id}/officers/new", s.appointOffice(registry.InUnit).show, loggedIn},
		{"POST /units/{id}/officers/new", s.appointOffice(registry.InUnit).send, loggedIn},
		{"GET /units/{id}/officers/{person}/leave", s.leaveOffice(registry.InUnit).show, loggedIn},
		{"POST /units/{id}/officers/{person}/leave", s.leaveOffice(registry.InUnit).send, loggedIn},

		// Departments
		{"GET /departments", s.departments, loggedIn},
		{"GET /departments/new", s.newDepartment().show, loggedIn},
		{"POST /departments/new", s.newDepartment().send, loggedIn},
		{"GET /departments/{id}", s.department, loggedIn},
		{"GET /departments/{id}/edit", s.editDepartment().show, loggedIn},
		{"POST /departments/{id}/edit", s.editDepartment().send, loggedIn},
		{"GET /departments/{id}/close", s.closeDepartment().show, loggedIn},
		{"POST /departments/{id}/close", s.closeDepartment().send, loggedIn},
		{"GET /departments/{id}/supervisors/new", s.appointOffice(registry.InDepartment).show, loggedIn},
		{"POST /departments/{id}/supervisors/new", s.appointOffice(registry.InDepartment).send, loggedIn},
		{"GET /departments/{id}/supervisors/{person}/leave", s.leaveOffice(registry.InDepartment).show, loggedIn},
		{"POST /departments/{id}/supervisors/{person}/leave", s.leaveOffice(registry.InDepartment).send, loggedIn},

		// Committees
		{"GET /committees", s.committeeList, loggedIn},
		{"GET /committees/new", s.newCommittee().show, loggedIn},
		{"POST /committees/new", s.newCommittee().send, loggedIn},
		{"GET /committees/{id}", s.committee, loggedIn},
		{"GET /committees/{id}/edit", s.editCommittee().show, loggedIn},
		{"POST /committees/{id}/edit", s.editCommittee().send, loggedIn},
		{"GET /committees/{id}/rules/new", s.adoptRule().show, loggedIn},
		{"POST /committees/{id}/rules/new", s.adoptRule().send, loggedIn},
		{"GET /committees/{id}/means", s.stateMeans().show, loggedIn},
		{"POST /committees/{id}/means", s.stateMeans().send, loggedIn},
		{"GET /committees/{id}/certificate", s.certify().show, loggedIn},
		{"POST /committees/{id}/certificate", s.certify().send, loggedIn},
		{"GET /committees/{id}/certificate/end", s.endCertificate().show, loggedIn},
		{"POST /committees/{id}/certificate/end", s.endCertificate().send, loggedIn},
		{"GET /committees/{id}/terms", s.renewTerms().show, loggedIn},
		{"POST /committees/{id}/terms", s.renewTerms().send, loggedIn},
		{"GET /committees/{id}/papers/{hash}", s.committeePaper, loggedIn},
		{"GET /committees/{id}/charter", s.adoptCharter().show, loggedIn},
		{"POST /committees/{id}/charter", s.adoptCharter().send, loggedIn},
		{"GET /committees/{id}/dissolve", s.dissolveCommittee().show, loggedIn},
		{"POST /committees/{id}/dissolve", s.dissolveCommittee().send, loggedIn},
		{"GET /committees/{id}/members/new", s.appointMember().show, loggedIn},
		{"POST /committees/{id}/members/new", s.appointMember().send, loggedIn},
		{"GET /committees/{id}/members/{person}/change", s.changeMember().show, loggedIn},
		{"POST /committees/{id}/members/{person}/change", s.changeMember().send, loggedIn},
		{"GET /committees/{id}/members/{person}/leave", s.leaveCommittee().show, loggedIn},
		{"POST /committees/{id}/members/{person}/leave", s.leaveCommittee().send, loggedIn},

		// People and their accounts
		{"GET /people", s.personList, loggedIn},
		{"POST /people", s.personList, loggedIn}, // looks for a name
		{"GET /people/new", s.newPerson().show, loggedIn},
		{"POST /people/new", s.newPerson().send, loggedIn},
		{"GET /people/{id}", s.person, loggedIn},
		{"GET /people/{id}/edit", s.editPerson().show, loggedIn},
		{"POST /people/{id}/edit", s.editPerson().send, loggedIn},
		{"GET /people/{id}/erase", s.erasePerson().show, loggedIn},
		{"POST /people/{id}/erase", s.erasePerson().send, loggedIn},
		{"GET /people/{id}/account/new", s.newAccount().show, loggedIn},
		{"POST /people/{id}/account/new", s.openAccount, loggedIn},
		{"POST /people/{id}/account/{act}", s.accountAct, loggedIn},

		// One's own account
		{"GET /account", s.myAccount, loggedIn},
		{"GET " + passwordPath, s.changePassword().show, loggedIn},
		{"POST " + passwordPath, s.changePassword().send, loggedIn},
		{"POST /account/sessions/end", s.endSessions, loggedIn},
		{"GET /account/tokens/new", s.newToken().show, loggedIn},
		{"POST /account/tokens/new", s.makeToken, loggedIn},
		{"POST /account/tokens/{id}/revoke", s.revokeToken, loggedIn},

		// The house
		{"GET /admin", s.administration, loggedIn},
		{"GET /admin/jobs", s.failedJobs, loggedIn},
		{"GET /admin/overdue", s.overdue, loggedIn},
		{"GET /admin/calendar", s.calendarPage, loggedIn},
		{"GET /admin/calendar/new", s.announceYear().show, loggedIn},
		{"POST /admin/calendar/new", s.announceYear().send, loggedIn},
		{"GET /admin/administrators/new", s.appointOffice(registry.InSystem).show, loggedIn},
		{"POST /admin/administrators/new", s.appointOffice(registry.InSystem).send, loggedIn},
		{"GET /admin/administrators/{person}/leave", s.leaveOffice(registry.InSystem).show, loggedIn},
		{"POST /admin/administrators/{person}/leave", s.leaveOffice(registry.InSystem).send, loggedIn},
		{"GET /setup", s.setupPage, anyone},
		{"POST /setup", s.setUp, anyone},
	}
}
