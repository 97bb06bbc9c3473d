package web

import "lunheng/internal/lang"

// committeeRoutes are the addresses of the work of a committee.
func (s *Server) committeeRoutes() []route {
	return []route{
		{"GET /emergencies", s.emergencies, loggedIn},
		{"GET /reviews/{id}/convene", s.convene().show, loggedIn},
		{"POST /reviews/{id}/convene", s.convene().send, loggedIn},
		{"GET /home", s.home, loggedIn},

		// Cases
		{"GET /reviews", s.board, loggedIn},
		{"GET /reviews/{id}", s.casePage, loggedIn},
		{"GET /reviews/{id}/questions", s.questionsPage, loggedIn},
		{"POST /reviews/{id}/questions", s.askQuestion, loggedIn},
		{"GET /reviews/{id}/stipulations", s.stipulationsPage, loggedIn},
		{"POST /reviews/{id}/stipulations", s.checkStipulation, loggedIn},
		{"POST /reviews/{id}/changes", s.finishChanges, loggedIn},
		{"GET /reviews/{id}/timeline", s.timelinePage, loggedIn},
		{"GET /reviews/{id}/reasons", s.reasonsPage, loggedIn},
		{"GET /reviews/{id}/files/{hash}", s.caseFile, loggedIn},
		{"GET /evidence/{event}", s.evidence, loggedIn},

		// The secretary's check, and small acts on a case
		{"GET /reviews/{id}/check", s.checkPage, loggedIn},
		{"POST /reviews/{id}/notice", s.previewNotice, loggedIn},
		{"POST /reviews/{id}/return", s.returnCase, loggedIn},
		{"POST /reviews/{id}/accept", s.acceptCase, loggedIn},
		{"GET /reviews/{id}/extend", s.extendPage, loggedIn},
		{"POST /reviews/{id}/extend", s.extendCase, loggedIn},
		{"GET /reviews/{id}/suspend", s.suspendPage, loggedIn},
		{"POST /reviews/{id}/suspend", s.suspendCase, loggedIn},
		{"GET /reviews/{id}/resume", s.resumePage, loggedIn},
		{"POST /reviews/{id}/resume", s.resumeCase, loggedIn},
		{"GET /reviews/{id}/schedule", s.schedulePage, loggedIn},
		{"POST /reviews/{id}/schedule", s.scheduleCase, loggedIn},

		{"GET /reviews/{id}/like", s.likePage, loggedIn},
		{"GET /committees/{id}/consistency", s.consistency, loggedIn},
		{"GET /committees/{id}/load", s.loadPage, loggedIn},

		// Named reviewers instead of a meeting
		{"GET /reviews/{id}/reviewers", s.simplifiedPage, loggedIn},
		{"POST /reviews/{id}/reviewers", s.simplifiedAct(s.nameReviewers, lang.T("已指定审查人。", "The reviewers are named.")), loggedIn},
		{"POST /reviews/{id}/opinion", s.simplifiedAct(s.giveOpinion, lang.T("意见已提出。", "Your opinion is given.")), loggedIn},
		{"POST /reviews/{id}/agree", s.simplifiedAct(s.agree, lang.T("决定已宣布。", "The decision is declared.")), loggedIn},
		{"POST /reviews/{id}/to-meeting", s.simplifiedAct(s.moveToMeeting, lang.T("已转为会议审查。", "A meeting reviews it now.")), loggedIn},
		{"POST /reviews/{id}/recuse", s.recuse, loggedIn},

		// Letters
		{"GET /reviews/{id}/letters", s.lettersPage, loggedIn},
		{"POST /reviews/{id}/letters", s.issueLetter, loggedIn},
		{"POST /reviews/{id}/letters/send", s.sendLetter, loggedIn},
		{"GET /reviews/{id}/letters/preview.pdf", s.previewPDF, loggedIn},
		{"GET /reviews/{id}/notices/{version}/pdf", s.noticePDF, loggedIn},
		{"GET /reviews/{id}/letters/{revision}", s.letterPage, loggedIn},
		{"GET /reviews/{id}/letters/{revision}/pdf", s.letterPDF, loggedIn},

		// Meetings
		{"GET /meetings", s.meetingList, loggedIn},
		{"GET /meetings/new", s.planPage, loggedIn},
		{"POST /meetings", s.planMeeting, loggedIn},
		{"GET /meetings/{id}/rearrange", s.rearrangeMeeting().show, loggedIn},
		{"POST /meetings/{id}/rearrange", s.rearrangeMeeting().send, loggedIn},

		// Calendars
		{"GET /account/calendars", s.feeds, loggedIn},
		{"GET /account/calendars/new", s.newFeed().show, loggedIn},
		{"POST /account/calendars/new", s.makeFeed, loggedIn},
		{"GET /account/calendars/{feed}/revoke", s.revokeFeed().show, loggedIn},
		{"POST /account/calendars/{feed}/revoke", s.revokeFeed().send, loggedIn},
		{"GET /calendar/{token}", s.feed, anyone},
		{"GET /meetings/{id}", s.meetingPage, loggedIn},
		{"POST /meetings/{id}/add", s.meetingAct(s.addItem, lang.T("已列入议程。", "On the agenda.")), loggedIn},
		{"POST /meetings/{id}/remove", s.meetingAct(s.removeItem, lang.T("已移出议程。", "Taken off the agenda.")), loggedIn},
		{"POST /meetings/{id}/move", s.meetingAct(s.moveItem, lang.Text{}), loggedIn},
		{"POST /meetings/{id}/time", s.meetingAct(s.timeItem, lang.T("已安排。", "Planned.")), loggedIn},
		{"POST /meetings/{id}/together", s.meetingAct(s.markConsent, lang.T("已列为合议事项。", "It is among the cases approved together.")), loggedIn},
		{"POST /meetings/{id}/by-itself", s.meetingAct(s.liftConsent, lang.T("已取出，单独审议。", "Taken out; it is dealt with by itself.")), loggedIn},
		{"POST /meetings/{id}/call", s.meetingAct(s.callMeeting, lang.T("会议通知已发出。", "The meeting is called.")), loggedIn},
		{"POST /meetings/{id}/cancel", s.meetingAct(s.cancelMeeting, lang.T("会议已取消。", "The meeting is cancelled.")), loggedIn},
		{"POST /meetings/{id}/declare", s.meetingAct(s.declareInterest, lang.T("已申报。", "Declared.")), loggedIn},
		{"POST /meetings/{id}/exclude", s.meetingAct(s.excludeBefore, lang.T("已回避，案卷对其关闭。", "Excluded; the file is closed to them.")), loggedIn},

		// The room
		{"GET /meetings/{id}/room", s.roomPage, loggedIn},
		{"GET /meetings/{id}/screen", s.screenPage, loggedIn},
		{"GET /meetings/{id}/room/{part}", s.roomPart, loggedIn},
		{"POST /meetings/{id}/room/{act}", s.roomAct, loggedIn},

		// Minutes
		{"GET /meetings/{id}/minutes", s.minutesPage, loggedIn},
		{"GET /meetings/{id}/minutes.pdf", s.minutesPDF, loggedIn},
		{"POST /meetings/{id}/minutes", s.editMinutes, loggedIn},
		{"POST /meetings/{id}/minutes/draft", s.draftMinutes, loggedIn},
		{"POST /meetings/{id}/minutes/approve", s.approveMinutes, loggedIn},
	}
}
