package sluice.adapters.rdb;

/**
 * A pattern over key names with the meaning that it has in SCAN: {@code * ? [a-z] [^x] \}, over bytes. Never takes
 * longer than the product of both lengths.
 */
final class Glob {
    private final byte[] pattern;

    Glob(byte[] pattern) {
        this.pattern = pattern.clone();
    }

    boolean matches(byte[] name) {
        int at = 0;
        int in = 0;
        int behindStar = -1;
        int starIn = 0;
        while (in < name.length) {
            if (at < pattern.length && pattern[at] == '*') {
                behindStar = ++at;
                starIn = in;
                continue;
            }
            int next = at < pattern.length ? matchOne(at, name[in]) : -1;
            if (next >= 0) {
                at = next;
                in++;
            } else if (behindStar >= 0) {
                at = behindStar;
                in = ++starIn;
            } else {
                return false;
            }
        }
        while (at < pattern.length && pattern[at] == '*') {
            at++;
        }
        return at == pattern.length;
    }

    /** Where the pattern goes on when what stands at {@code at} matches the byte, or -1. */
    private int matchOne(int at, byte b) {
        return switch (pattern[at]) {
            case '?' -> at + 1;
            case '[' -> matchClass(at + 1, b);
            case '\\' -> {
                int literal = at + 1 < pattern.length ? at + 1 : at;
                yield pattern[literal] == b ? literal + 1 : -1;
            }
            default -> pattern[at] == b ? at + 1 : -1;
        };
    }

    /** Bytes compare as signed ones, as they do in the server; a class that is never closed ends with the pattern. */
    private int matchClass(int begin, byte b) {
        int at = begin;
        boolean negated = at < pattern.length && pattern[at] == '^';
        if (negated) {
            at++;
        }
        boolean matched = false;
        while (at < pattern.length && pattern[at] != ']') {
            if (pattern[at] == '\\' && at + 1 < pattern.length) {
                matched |= pattern[at + 1] == b;
                at += 2;
            } else if (at + 2 < pattern.length && pattern[at + 1] == '-') {
                matched |= b >= Math.min(pattern[at], pattern[at + 2]) && b <= Math.max(pattern[at], pattern[at + 2]);
                at += 3;
            } else {
                matched |= pattern[at] == b;
                at++;
            }
        }
        return matched == negated ? -1 : Math.min(at + 1, pattern.length);
    }
}
