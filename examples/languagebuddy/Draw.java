import java.util.List;
import java.util.SplittableRandom;

/** The chances of one person, drawn from the seed and its number. */
final class Draw {
    private final SplittableRandom random;

    Draw(long seed, long number) {
        random = new SplittableRandom(seed * 0x9E3779B97F4A7C15L ^ number * 0xD1B54A32D192ED03L);
    }

    int below(int bound) {
        return random.nextInt(bound);
    }

    long between(long from, long to) {
        return random.nextLong(from, to);
    }

    long bits() {
        return random.nextLong();
    }

    boolean chance(double share) {
        return random.nextDouble() < share;
    }

    <T> T pick(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    /** Mostly few. */
    int turns(int max) {
        int turns = 0;
        while (turns < max && chance(0.45)) {
            turns++;
        }
        return turns;
    }
}
