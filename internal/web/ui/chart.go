package ui

import (
	"math"
	"strconv"
	"strings"

	"lunheng/internal/lang"
)

// Bar is one row of a bar chart.
type Bar struct {
	Label lang.Text
	Value float64
	Shown string // the value in words; empty shows the number
	Href  string // may be empty
	Tone  Tone   // empty for the accent
}

// BarsInfo is a chart of horizontal bars, labelled directly.
type BarsInfo struct {
	Title lang.Text
	Unit  lang.Text // head of the column of figures
	Bars  []Bar
	Max   float64 // length of a full bar; 0 takes the largest value
}

func (b BarsInfo) percent(v float64) string {
	top := b.Max
	if top <= 0 {
		for _, x := range b.Bars {
			top = math.Max(top, x.Value)
		}
	}
	if top <= 0 {
		return "0"
	}
	return number(100 * math.Min(math.Max(v, 0), top) / top)
}

func (b Bar) shown() string {
	if b.Shown != "" {
		return b.Shown
	}
	return strconv.FormatFloat(b.Value, 'f', -1, 64)
}

// Point is one point of a line: the label of its place and its value.
type Point struct {
	Label string
	Value float64
}

// LineInfo is a value over time.
type LineInfo struct {
	Title  lang.Text
	Unit   lang.Text // head of the column of figures
	Axis   lang.Text // head of the column of places: "月份", "Month"
	Points []Point
}

// The drawing of a line, in its own units.
const (
	lineWidth, lineHeight = 600.0, 180.0
	lineLeft, lineBottom  = 44.0, 26.0
	lineTop, lineRight    = 16.0, 44.0
)

// top is a round number at or above the largest value.
func (l LineInfo) top() float64 {
	largest := 0.0
	for _, p := range l.Points {
		largest = math.Max(largest, p.Value)
	}
	if largest <= 0 {
		return 1
	}
	unit := math.Pow(10, math.Floor(math.Log10(largest)))
	for _, f := range []float64{1, 2, 2.5, 5, 10} {
		if f*unit >= largest {
			return f * unit
		}
	}
	return 10 * unit
}

func (l LineInfo) x(i int) float64 {
	span := lineWidth - lineLeft - lineRight
	if len(l.Points) < 2 {
		return lineLeft + span/2
	}
	return lineLeft + span*float64(i)/float64(len(l.Points)-1)
}

func (l LineInfo) y(v float64) float64 {
	span := lineHeight - lineTop - lineBottom
	return lineTop + span*(1-math.Max(v, 0)/l.top())
}

// path is the line as an SVG path.
func (l LineInfo) path() string {
	var b strings.Builder
	for i, p := range l.Points {
		if i == 0 {
			b.WriteByte('M')
		} else {
			b.WriteByte('L')
		}
		b.WriteString(number(l.x(i)) + " " + number(l.y(p.Value)))
	}
	return b.String()
}

// ticks are the values at which thin rules are drawn.
func (l LineInfo) ticks() []float64 { return []float64{0, l.top() / 2, l.top()} }

// labelled reports whether point i has its label below the axis: at most
// about six do.
func (l LineInfo) labelled(i int) bool {
	every := (len(l.Points) + 5) / 6
	return every == 0 || i%every == 0 || i == len(l.Points)-1 && (i%every) > every/2
}

// plain writes a figure without needless digits.
func plain(v float64) string { return strconv.FormatFloat(v, 'f', -1, 64) }
