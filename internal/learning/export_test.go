package learning

import (
	"lunheng/internal/calendar"
	"lunheng/internal/document/blob"
)

// Keep is what the service does with a certificate.
func (cmd *Enter) Keep(k *blob.Kept) { cmd.kept = k }

// Stand holds records against a demand.
func Stand(d Demand, list []Record, day calendar.Day) Standing { return d.stands(credits(list), day) }
