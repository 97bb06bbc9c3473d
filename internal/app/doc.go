// Package app puts the program together: settings, commands, the wiring of
// domains and edges, what goes on in the background, and the clock.
//
// Start reading at [OpenHouse], which opens the data and wires the parts, and
// at main.go, which lists the commands.
package app
