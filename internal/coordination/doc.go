// Package coordination keeps what the coordination mechanism (协调机制, 联席会议) of a
// nation, province, city or district does: who is in it, what it decides, who does what
// until when, and what is reported to whom.
//
// Law: Opinions 2022, 1 and 7; Shenzhen's plan of 2024, II (1) 1 and III; Shenyang's
// measures II (1) 1 and III; Beijing's measures, part 2. Members, duties, plans and days
// stand in the packs' lists mechanisms, mechanism_members, plan_tasks and duties.
//
// There are seven streams, each with its table, nouns and decisions in one file:
//
//   - mechanism/<id>: members and their days, plans put in force, circulars
//   - session/<id>: a meeting: agenda, who was there, decisions, minutes
//   - task/<id>: lead and joint departments, progress, evidence, extension, money
//   - consultation/<id>: a text on which departments are heard
//   - advice/<id>: a question to experts; who has an interest gives no opinion, and
//     whoever dissents is kept
//   - yearly/<id>: a member's report and plan of January
//   - upward/<id>: what the office reports to its superior
//
// A department is named by its code in the packs, so that bodies count as members
// before they are in the register; once somebody there holds an office, they act for it.
//
// Figures of reports are counted by the program and nobody types one. Deciding is
// pure. Start with mechanism.go, then task.go and count.go.
package coordination
