// Package activity is the applicant's desk: the list of activities, the draft
// with its sections, team and versions, the check before submitting, and the
// receipt after it.
package activity
