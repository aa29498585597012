package sluice.engine.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NormalisationTest {
    @ParameterizedTest
    @CsvSource({
        "TRIM,            '  a b ',            'a b'",
        "LOWER,           ÄbC,                 äbc",
        "UPPER,           äb,                  ÄB",
        "DIGITS,          '+49 (0) 1a',        4901",
        "DIGITS,          abc,                 ''",
        "DIGITS_AND_PLUS, '+49 (0)+1a',        +490+1",
        "PHONE,           +491701234567,       +491701234567",
        "PHONE,           491701234567,        +491701234567",
        "PHONE,           00491701234567,      +491701234567",
        "PHONE,           '0049 170-123 4567', +491701234567",
        "PHONE,           '++49 170',          +49170",
        "PHONE,           '00+49170',          +49170",
        "PHONE,           '+0049',             +0049",
        "PHONE,           '0 049',             +49",
        "PHONE,           '01701',             +01701",
        "PHONE,           '00',                ''",
        "PHONE,           'nobody',            ''",
        "PHONE_OR_TEXT,   491701234567,        +491701234567",
        "PHONE_OR_TEXT,   ' 0049 170 1234567', +491701234567",
        "PHONE_OR_TEXT,   '(0170) 1234-567',   +01701234567",
        "PHONE_OR_TEXT,   thread 1234567,      thread 1234567",
        "PHONE_OR_TEXT,   12345,               12345",
        "PHONE_OR_TEXT,   2026-11-21,          2026-11-21",
        "PHONE_OR_TEXT,   192.168.100.200,     192.168.100.200",
        "PHONE_OR_TEXT,   1234567:8,           1234567:8",
        "NFC,             e\u0301,             \u00e9",
    })
    void makesOneOfSeveralWaysToWriteAThing(Normalisation normalisation, String text, String normal) {
        assertThat(normalisation.apply(text)).isEqualTo(normal);
        assertThat(normalisation.apply(normal)).as("twice").isEqualTo(normal);
    }
}
