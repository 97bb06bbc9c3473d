package edge

import (
	"fmt"
	"net/http"
	"net/netip"
	"strings"
)

// Proxies are the networks of proxies in front of the server.
type Proxies []netip.Prefix

// ParseProxies reads networks such as 10.0.0.0/8, or single addresses.
func ParseProxies(list []string) (Proxies, error) {
	var out Proxies
	for _, text := range list {
		text = strings.TrimSpace(text)
		if text == "" {
			continue
		}
		p, err := netip.ParsePrefix(text)
		if err != nil {
			addr, single := netip.ParseAddr(text)
			if single != nil {
				return nil, fmt.Errorf("read trusted-proxies: %q is no network: %w", text, err)
			}
			p = netip.PrefixFrom(addr, addr.BitLen())
		}
		out = append(out, p.Masked())
	}
	return out, nil
}

// Client is the address a request comes from. X-Forwarded-For is believed as
// far as proxies wrote it that are trusted: from its end, up to the first
// address that is none of theirs. What a client writes into it itself lies
// further in front and counts for nothing.
func (p Proxies) Client(r *http.Request) string {
	at, ok := addressOf(r.RemoteAddr)
	if !ok {
		return r.RemoteAddr
	}
	var hops []string
	for _, line := range r.Header.Values("X-Forwarded-For") {
		hops = append(hops, strings.Split(line, ",")...)
	}
	for i := len(hops) - 1; i >= 0 && p.trust(at); i-- {
		before, ok := addressOf(strings.TrimSpace(hops[i]))
		if !ok {
			break
		}
		at = before
	}
	return at.String()
}

func (p Proxies) trust(addr netip.Addr) bool {
	for _, prefix := range p {
		if prefix.Contains(addr) {
			return true
		}
	}
	return false
}

// addressOf reads an address with or without a port.
func addressOf(text string) (netip.Addr, bool) {
	addr, err := netip.ParseAddr(strings.Trim(text, "[]"))
	if err != nil {
		ap, err := netip.ParseAddrPort(text)
		if err != nil {
			return netip.Addr{}, false
		}
		addr = ap.Addr()
	}
	return addr.Unmap().WithZone(""), true
}
