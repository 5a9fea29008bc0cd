package transcript

// number scans a number: a sign, an integer without leading zeros, a fraction, an exponent.
func (s *scanner) number() {
	if s.peek() == '-' {
		s.pos++
	}
	if s.peek() == '0' {
		s.pos++
	} else {
		s.digits()
	}
	if s.peek() == '.' {
		s.pos++
		s.digits()
	}
	if b := s.peek(); b == 'e' || b == 'E' {
		s.pos++
		if b := s.peek(); b == '+' || b == '-' {
			s.pos++
		}
		s.digits()
	}
}

// digits scans at least one digit.
func (s *scanner) digits() {
	start := s.pos
	for '0' <= s.peek() && s.peek() <= '9' {
		s.pos++
	}
	if s.pos == start {
		s.bad = true
	}
}

// word scans true, false or null.
func (s *scanner) word(w string) {
	if end := s.pos + len(w); end <= len(s.data) && string(s.data[s.pos:end]) == w {
		s.pos = end
		return
	}
	s.bad = true
}
