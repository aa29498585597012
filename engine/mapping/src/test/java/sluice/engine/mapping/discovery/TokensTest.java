package sluice.engine.mapping.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokensTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "user:42                                    | =user :DIGITS",
                "user42                                     | =user DIGITS",
                "feedback_count:+4917012345678:2026-11-21   | =feedback _=count :PHONE :DATE",
                "subscriber:0049 170 1234567                | =subscriber :PHONE",
                "subscriber:+49-170-1234567                 | =subscriber :PHONE",
                "feedback:4917012345678:1763720000000       | =feedback :DIGITS :MILLISECONDS",
                "at:1763720000                              | =at :SECONDS",
                "session-550e8400-e29b-41d4-a716-446655440000.lock | =session -UUID .=lock",
                "mail/jo.doe@example.org/in                 | =mail /EMAIL /=in",
                "limit:192.168.0.17                         | =limit :ADDRESS",
                "blob:9f86d081884c7d65                      | =blob :HEX",
                "report:20261121                            | =report :DAY",
                "report:20261399                            | =report :DIGITS",
                "t:aB3xK9qLm                                | =t :MIXED",
                "api:v2:utf8                                | =api :=v2 :=utf DIGITS",
                "{user1000}.following                       | = {=user DIGITS }= .=following",
                "::                                         | = := :=",
                "a:1:2:3:4:5:6:7:8:9:10:11:12:13            | =a :DIGITS :DIGITS :DIGITS :DIGITS :DIGITS :DIGITS"
                        + " :DIGITS :DIGITS :DIGITS :DIGITS :DIGITS :REST",
            })
    void cutsNamesIntoWhatTheyAreMadeOf(String name, String tokens) {
        assertThat(Tokens.of(name).stream().map(TokensTest::shown).collect(Collectors.joining(" ")))
                .isEqualTo(tokens);
    }

    private static String shown(Token token) {
        return token.separator() + (token.isConstant() ? "=" + token.text() : token.type());
    }
}
