package redact

import (
	"bytes"
	"strings"
	"unicode"
	"unicode/utf8"
)

// sites takes addresses of pages that have no scheme.
func sites(v *view, token string) {
	for i := 1; i < len(v.folded)-1; i++ {
		if v.folded[i] != '.' {
			continue
		}
		from, to, end := hostAround(v.folded, i)
		if isSite(v.folded, from, to) {
			to += len(bytes.TrimRight(path(v.folded[to:]), ".,;:!?)]}'"))
			v.take(from, to, token)
		}
		i = max(to, end) - 1
	}
}

// hostAround is the name of a host around a full stop: letters, digits, hyphens and full stops, up to end, the
// last of which end a sentence.
func hostAround(s []byte, at int) (from, to, end int) {
	for from = at; from > 0; {
		r, size := utf8.DecodeLastRune(s[:from])
		if !inHost(r) {
			break
		}
		from -= size
	}
	for end = at; end < len(s); {
		r, size := utf8.DecodeRune(s[end:])
		if !inHost(r) {
			break
		}
		end += size
	}
	return from, from + len(bytes.TrimRight(s[from:end], ".-")), end
}

func inHost(r rune) bool {
	return r == '.' || r == '-' || r != utf8.RuneError && (unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r))
}

// isSite says whether a name of a host is the address of a page: "www." leads, or its domain is known and a path,
// a query or a port follows, or its domain is one that nothing else ends with.
func isSite(s []byte, from, to int) bool {
	if to <= from || from > 0 && strings.IndexByte("./\\@_", s[from-1]) >= 0 {
		return false
	}
	labels := strings.Split(string(s[from:to]), ".")
	n := len(labels)
	for _, label := range labels {
		if label == "" {
			return false
		}
	}
	switch {
	case n >= 2 && labels[0] == "www":
		return true
	case n < 2 || !strings.ContainsFunc(labels[n-2], unicode.IsLetter) && len(labels[n-2]) < 3:
		return false
	case goesOn(s[to:]):
		return domains[labels[n-1]] || strings.HasPrefix(labels[n-1], "xn--")
	case n >= 3 && second[labels[n-2]]:
		return len(labels[n-1]) == 2 && domains[labels[n-1]]
	}
	return alone[labels[n-1]]
}

// goesOn says whether what lies behind a host is a path, a query, a part of a page or a port.
func goesOn(s []byte) bool {
	if len(s) < 2 {
		return false
	}
	switch s[0] {
	case '/':
		return s[1] > ' '
	case '?', '#':
		return alnum(s[1])
	case ':':
		return digit(s[1])
	}
	return false
}

// path is the part of a text that goes on to the next space or bracket of a tag.
func path(s []byte) []byte {
	if !goesOn(s) && !bytes.HasPrefix(s, []byte("/")) {
		return nil
	}
	if end := bytes.IndexFunc(s, endsPage); end >= 0 {
		return s[:end]
	}
	return s
}

// endsPage says that a sign is in no address.
func endsPage(r rune) bool {
	return unicode.IsSpace(r) || strings.ContainsRune(`<>"。、，！？；「」『』`, r)
}

func set(list string) map[string]bool {
	all := map[string]bool{}
	for _, w := range strings.Fields(list) {
		all[w] = true
	}
	return all
}

var (
	// alone are the domains that are no word in any language and no end of a file's name.
	alone = set(`com org edu gov`)
	// second are those below a country.
	second = set(`com co org net gov edu ac`)
	// domains are top-level domains (IANA root zone): countries, but those that ends of files' names are (md, ps, py,
	// sh, so), and the common others.
	domains = set(`
		ac ad ae af ag ai al am ao aq ar as at au aw ax az ba bb bd be bf bg bh bi bj bm bn bo br bs bt bw by bz ca cc
		cd cf cg ch ci ck cl cm cn co cr cu cv cw cx cy cz de dj dk dm do dz ec ee eg er es et eu fi fj fk fm fo fr ga
		gd ge gf gg gh gi gl gm gn gp gq gr gs gt gu gw gy hk hm hn hr ht hu id ie il im in io iq ir is it je jm jo jp
		ke kg kh ki km kn kp kr kw ky kz la lb lc li lk lr ls lt lu lv ly ma mc me mg mh mk ml mm mn mo mp mq mr ms mt
		mu mv mw mx my mz na nc ne nf ng ni nl no np nr nu nz om pa pe pf pg ph pk pl pm pn pr pt pw qa re ro rs ru rw
		sa sb sc sd se sg si sk sl sm sn sr ss st su sv sx sy sz tc td tf tg th tj tk tl tm tn to tr tt tv tw tz ua ug
		uk us uy uz va vc ve vg vi vn vu wf ws ye yt za zm zw
		com org net edu gov mil int info biz name pro mobi app dev shop store online site website web xyz tech cloud
		blog page link live news club top vip icu world team email support help chat bank health travel jobs museum
		aero coop cat asia tel agency art cafe care center city click company design digital events expert family fun
		group guide host hotel house life media money network one photo plus press rocks run sale school services social
		software solutions space studio systems today tools tours wiki work zone example test
		рф рус укр бел бг срб мкд қаз москва онлайн сайт дети ею ελ 中国 中國 公司 网络 网址 在线 香港 台湾 台灣 みんな 한국 भारत
		مصر السعودية امارات ایران المغرب ไทย`)
)
