package sluice.adapters.contract.fuzz;

import java.util.Arrays;
import java.util.Random;

/** Draws changes to bytes: what storage, networks and malice do to them. */
public final class Damage {
    private static final int BLOCK_MAX = 40;
    private static final int[] BYTES = {0, 1, 0x3f, 0x40, 0x7f, 0x80, 0x81, 0xc0, 0xc3, 0xfe, 0xff};
    private static final long[] NUMBERS = {
        0,
        1,
        63,
        64,
        0x3fff,
        0x4000,
        0x7fff,
        0x8000,
        0xffff,
        0x7fff_fff7L,
        Integer.MAX_VALUE,
        1L << 31,
        0xffff_ffffL,
        1L << 32,
        Long.MAX_VALUE,
        Long.MIN_VALUE,
        -2,
        -1
    };

    private final Random random;

    public Damage(Random random) {
        this.random = random;
    }

    /** Some change anywhere, with blocks of {@code other} among what is put in. */
    public Edit draw(byte[] bytes, byte[] other) {
        int at = random.nextInt(bytes.length + 1);
        return switch (random.nextInt(10)) {
            case 0, 1 -> flipped(bytes, at);
            case 2 -> new Edit(at, 1, one(BYTES[random.nextInt(BYTES.length)]));
            case 3 -> new Edit(at, bytes.length - at, new byte[0]);
            case 4 -> new Edit(at, 1 + random.nextInt(BLOCK_MAX), new byte[0]);
            case 5 -> new Edit(at, 0, block(bytes));
            case 6 -> new Edit(at, random.nextBoolean() ? 0 : bytes.length - at, block(other));
            case 7 -> swapped(bytes);
            case 8 -> length(bytes, at);
            default -> number(at);
        };
    }

    /** A length as RDB files write it, in place of the one at the offset, if one is there. */
    public Edit length(byte[] bytes, int at) {
        int kind = at < bytes.length ? (bytes[at] & 0xff) >> 6 : 0;
        int old = kind == 1 ? 2 : kind == 2 ? (bytes[at] & 1) == 0 ? 5 : 9 : 1;
        return new Edit(at, old, written(NUMBERS[random.nextInt(NUMBERS.length)], random.nextInt(4)));
    }

    private static byte[] written(long number, int form) {
        return switch (form) {
            case 0 -> one((int) (number & 0x3f));
            case 1 -> new byte[] {(byte) (0x40 | ((number >> 8) & 0x3f)), (byte) number};
            case 2 -> prefixed(0x80, bigEndian(number, 4));
            default -> prefixed(0x81, bigEndian(number, 8));
        };
    }

    /** A boundary in two, four or eight bytes, either end first. */
    public Edit number(int at) {
        int width = 2 << random.nextInt(3);
        byte[] number = bigEndian(NUMBERS[random.nextInt(NUMBERS.length)] + random.nextInt(3) - 1, width);
        return new Edit(at, width, random.nextBoolean() ? number : reversed(number));
    }

    private Edit flipped(byte[] bytes, int at) {
        byte before = at < bytes.length ? bytes[at] : 0;
        return new Edit(at, 1, one(before ^ (1 << random.nextInt(Byte.SIZE))));
    }

    private byte[] block(byte[] of) {
        int from = random.nextInt(of.length + 1);
        int length = random.nextInt(20) == 0 ? of.length : 1 + random.nextInt(BLOCK_MAX);
        return Arrays.copyOfRange(of, from, Math.min(of.length, from + length));
    }

    /** Two neighbouring blocks change places. */
    private Edit swapped(byte[] bytes) {
        int from = random.nextInt(bytes.length + 1);
        int middle = Math.min(bytes.length, from + 1 + random.nextInt(BLOCK_MAX));
        int to = Math.min(bytes.length, middle + 1 + random.nextInt(BLOCK_MAX));
        byte[] turned = new byte[to - from];
        System.arraycopy(bytes, middle, turned, 0, to - middle);
        System.arraycopy(bytes, from, turned, to - middle, middle - from);
        return new Edit(from, to - from, turned);
    }

    private static byte[] one(int b) {
        return new byte[] {(byte) b};
    }

    private static byte[] prefixed(int first, byte[] rest) {
        byte[] all = new byte[1 + rest.length];
        all[0] = (byte) first;
        System.arraycopy(rest, 0, all, 1, rest.length);
        return all;
    }

    private static byte[] bigEndian(long number, int width) {
        byte[] bytes = new byte[width];
        for (int i = 0; i < width; i++) {
            bytes[i] = (byte) (number >> ((width - 1 - i) * Byte.SIZE));
        }
        return bytes;
    }

    private static byte[] reversed(byte[] bytes) {
        byte[] turned = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            turned[i] = bytes[bytes.length - 1 - i];
        }
        return turned;
    }
}
