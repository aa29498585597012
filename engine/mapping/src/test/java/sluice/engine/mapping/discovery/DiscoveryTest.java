package sluice.engine.mapping.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static sluice.engine.mapping.discovery.Proposal.bytes;
import static sluice.engine.mapping.discovery.Proposal.row;
import static sluice.engine.mapping.discovery.Proposal.string;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import sluice.protocol.Row;
import sluice.protocol.Value;

class DiscoveryTest {
    private final List<Row> rows = new ArrayList<>();

    @Test
    void makesColumnsOfWhatAllDocumentsHave() {
        for (int i = 0; i < 40; i++) {
            String nick = i % 4 == 0 ? "" : ",\"nick\":\"n" + i + "\"";
            rows.add(row(
                    "user:" + i,
                    string("{\"name\":\"N" + i + "\",\"signedUpAt\":\"2026-11-" + (10 + i % 20)
                            + "T10:00:00Z\",\"age\":" + i
                            + ",\"score\":" + i + ".5,\"isAdmin\":true,\"profile\":{\"zone\":\"UTC\"},\"tags\":[1]"
                            + (i % 10 == 0 ? ",\"rare\":1" : "") + nick + "}")));
        }

        Proposal proposal = Proposal.ofAll(rows).assertTakes(rows);

        assertThat(proposal.table("user"))
                .isEqualTo("user(id INTEGER, name TEXT, signed_up_at TIMESTAMP_TEXT, age INTEGER, score REAL,"
                        + " is_admin BOOLEAN, profile_zone TEXT, nick TEXT, data JSON; id)");
        assertThat(proposal.text())
                .contains(
                        "All 40 keys were read",
                        "Values: JSON in all 40",
                        "{from: \"$.nick\", optional: true}  # in 30 of 40");
    }

    @Test
    void keepsWhatIsNotJsonOutOfTheWayOfTheOthers() {
        for (int i = 0; i < 40; i++) {
            rows.add(row("doc:" + i, string(i == 7 ? "oops" : "{\"a\":1}")));
        }

        Proposal proposal = Proposal.ofAll(rows).assertTakes(rows);

        assertThat(proposal.table("doc")).isEqualTo("doc(id INTEGER, value TEXT; id)");
        assertThat(proposal.text()).contains("Not JSON: doc:7.", "# a: integer", "# a: \"$.a\"  # in 39 of 39");
    }

    @Test
    void tellsCountersTextsAndBytes() {
        for (int i = 0; i < 40; i++) {
            rows.add(row("count:" + i, string(String.valueOf(i * 100))));
            rows.add(row("padded:" + i, string("00" + i)));
            rows.add(row("blob:" + i, new Value.StringValue(new byte[] {(byte) 0xff, (byte) i}), Proposal.NOW + 5_000));
        }

        Proposal proposal = Proposal.ofAll(rows).assertTakes(rows);

        assertThat(proposal.table("count")).isEqualTo("count(id INTEGER, value INTEGER; id)");
        assertThat(proposal.table("padded")).isEqualTo("padded(id INTEGER, value TEXT; id)");
        assertThat(proposal.table("blob")).isEqualTo("blob(id INTEGER, value ANY, expires_at TIMESTAMP_TEXT; id)");
        assertThat(proposal.text()).contains("all expire, in 5 s", "bytes that are not text in 40 of 40");
    }

    @Test
    void keepsNumbersThatWouldReadOtherwiseAsText() {
        for (int i = 0; i < 40; i++) {
            rows.add(row("padded:" + (i < 10 ? "0" : "") + i, string("x")));
            rows.add(row("long:" + "9".repeat(18 + i % 3) + i, string("x")));
        }

        Proposal proposal = Proposal.ofAll(rows).assertTakes(rows);

        assertThat(proposal.table("padded")).isEqualTo("padded(id TEXT, value TEXT; id)");
        assertThat(proposal.table("long")).isEqualTo("long(id TEXT, value TEXT; id)");
    }

    @Test
    void makesARecordOfEachElement() {
        for (int i = 0; i < 40; i++) {
            rows.add(row("log:" + i, new Value.ListSlice(0, List.of(bytes("{\"a\":1}"), bytes("{\"a\":2}")))));
            rows.add(row("tags:" + i, new Value.SetSlice(List.of(bytes("x"), bytes("y" + i)))));
            rows.add(row(
                    "top:" + i,
                    new Value.SortedSlice(List.of(
                            new Value.Scored(bytes("x"), 1.5),
                            new Value.Scored(bytes("y"), Double.POSITIVE_INFINITY)))));
        }

        Proposal proposal = Proposal.ofAll(rows).assertTakes(rows);

        assertThat(proposal.table("log"))
                .isEqualTo("log(id INTEGER, position INTEGER, a INTEGER, data JSON; id, position)");
        assertThat(proposal.table("tags")).isEqualTo("tags(id INTEGER, member TEXT; id, member)");
        assertThat(proposal.table("top")).isEqualTo("top(id INTEGER, member TEXT, score REAL; id, member)");
    }

    @Test
    void makesATableOfHashesOnlyWhereNoFieldCanBeLost() {
        for (int i = 0; i < 200; i++) {
            rows.add(row("user:" + i, hash("name", "N" + i, "age", String.valueOf(i))));
            rows.add(row("cart:" + i, hash("item" + i, "1", "item" + (i + 1), "2")));
        }

        Proposal all = Proposal.ofAll(rows).assertTakes(rows);
        Proposal some = Proposal.of(rows, 100).assertTakes(rows);

        assertThat(all.table("user")).isEqualTo("user(id INTEGER, name TEXT, age INTEGER; id)");
        assertThat(all.table("cart")).isEqualTo("cart(id INTEGER, field TEXT, value INTEGER; id, field)");
        assertThat(some.tables()).containsExactly("cart");
        assertThat(some.text()).contains("Fields that were seen: name in 100 %, age in 100 %.");
    }

    @Test
    void leavesStreamsAndStraysAsTheyAre() {
        for (int i = 0; i < 200; i++) {
            rows.add(row("user:" + i, i == 3 ? hash("a", "b") : string("x")));
            Value.Head head = new Value.Head(1, i, 1, 0, 0);
            rows.add(row(
                    "events:" + i, new Value.StreamSlice(List.of(), List.of(head), List.of(), List.of(), List.of())));
        }

        Proposal proposal = Proposal.ofAll(rows).assertTakes(rows);

        assertThat(proposal.tables()).containsExactly("user");
        assertThat(proposal.text())
                .contains("strays: only 1 of 200 keys are of this type", "a stream has no form in a table");
    }

    @Test
    void givesEachTypeOfAPatternATableOfItsOwn() {
        for (int i = 0; i < 100; i++) {
            rows.add(row("user:" + i, i % 2 == 0 ? string("x") : new Value.SetSlice(List.of(bytes("a")))));
        }

        assertThat(Proposal.ofAll(rows).assertTakes(rows).tables()).containsExactly("user", "user_set");
    }

    @Test
    void saysHowSureASampleIs() {
        for (int i = 0; i < 5_000; i++) {
            rows.add(row("user:" + i, string("{\"name\":\"N\"}")));
        }

        Proposal proposal = Proposal.of(rows, 1_000).assertTakes(rows);

        assertThat(proposal.text())
                .contains(
                        "A sample of 1,0",
                        "others are at most 0.4",
                        "% at 99 % confidence",
                        "{from: \"$.name\", optional: true}",
                        "expires_at: expiry");
    }

    @Test
    void acceptsEmptyIdsAndAnythingElseThatKeysAreMadeOf() {
        for (int i = 0; i < 50; i++) {
            rows.add(row("count:" + (i == 0 ? "" : "p" + "xyz".repeat(i)) + ":2026-11-" + (10 + i % 20), string("1")));
            rows.add(row("odd:\"'#{}\\\n\t: - \u2028\ud83d\ude00:" + i, string("1")));
            rows.add(row("{user" + i + "}.following", string("1")));
        }
        rows.add(row(new byte[] {'o', 'd', 'd', ':', (byte) 0xff, 0}, string("1"), Row.NEVER));

        Proposal proposal = Proposal.ofAll(rows).assertTakes(rows);

        assertThat(proposal.tables()).contains("count", "user_following").hasSize(3);
        assertThat(proposal.text()).contains("default: \"\"", "Names that are not UTF-8: 1.");
        assertThat(proposal.text().chars()).allMatch(c -> c == '\n' || (c >= ' ' && c < 0x7f));
    }

    @Test
    void saysTheSameOfTheSame() {
        for (int i = 0; i < 300; i++) {
            rows.add(row("user:" + i, string("{\"b\":1,\"a\":" + i + "}")));
            rows.add(row("t" + i % 7 + ":x", hash("f", "1")));
        }

        assertThat(Proposal.ofAll(rows).text()).isEqualTo(Proposal.ofAll(rows).text());
    }

    @Test
    void proposesAPlanForNothing() {
        assertThat(Proposal.ofAll(List.of()).plan().keyspaces()).isEmpty();
    }

    private static Value hash(String... fieldsAndContents) {
        List<Value.Field> fields = new ArrayList<>();
        for (int i = 0; i < fieldsAndContents.length; i += 2) {
            fields.add(new Value.Field(bytes(fieldsAndContents[i]), bytes(fieldsAndContents[i + 1]), Row.NEVER));
        }
        return new Value.HashSlice(fields);
    }
}
