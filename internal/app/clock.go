package app

import "time"

// Clock tells the time. Only this package asks it; everything else is given
// the time of the act.
type Clock interface{ Now() time.Time }

// RealClock is the machine's clock.
type RealClock struct{}

// Now is the present time in UTC.
func (RealClock) Now() time.Time { return time.Now().UTC() }
