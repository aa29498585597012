package sluice.adapters.rdb;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class Crc64Test {
    @Test
    void givesTheKnownChecksum() {
        byte[] digits = RdbBytes.ascii("123456789");

        assertThat(Crc64.update(0, digits, 0, digits.length)).isEqualTo(0xe9c6d914c4b8d9caL);
    }

    @Property(tries = 300)
    void isTheSameInAnyPortionsAndBitByBit(@ForAll byte[] bytes, @ForAll @IntRange(max = 1000) int where) {
        int cut = bytes.length == 0 ? 0 : where % (bytes.length + 1);

        long whole = Crc64.update(0, bytes, 0, bytes.length);
        long portions = Crc64.update(Crc64.update(0, bytes, 0, cut), bytes, cut, bytes.length);

        assertThat(portions).isEqualTo(whole).isEqualTo(bitByBit(bytes));
    }

    private static long bitByBit(byte[] bytes) {
        long crc = 0;
        for (byte b : bytes) {
            crc ^= b & 0xff;
            for (int bit = 0; bit < 8; bit++) {
                crc = (crc & 1) == 0 ? crc >>> 1 : (crc >>> 1) ^ 0x95ac9329ac4bc9b5L;
            }
        }
        return crc;
    }
}
