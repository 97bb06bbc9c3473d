package veto

import (
	"strings"

	"lunheng/internal/registry"
	"lunheng/internal/sanction"
)

// residentID is the kind of the resident identity card, whose number has a check
// digit.
const residentID = "resident_id"

// WrongNumber reports whether a number fails the check of its kind of document:
// resident identity cards (GB 11643) and unified social credit codes (GB 32100). Other
// documents have none.
func WrongNumber(paper, number string) bool {
	switch paper {
	case residentID:
		return !residentChecks(strings.ToUpper(strings.Join(strings.Fields(number), "")))
	case sanction.UnitPaper:
		return !registry.WarnUSCC(number).IsZero()
	}
	return false
}

// residentChecks computes the check digit by ISO 7064, MOD 11-2.
func residentChecks(number string) bool {
	if len(number) != 18 {
		return false
	}
	sum := 0
	for i, c := range number[:17] {
		if c < '0' || c > '9' {
			return false
		}
		sum += int(c-'0') * (1 << (17 - i) % 11)
	}
	return "10X98765432"[sum%11] == number[17]
}
