package sluice.endtoend;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;

/**
 * What a seed decides about one migration that is killed. Seeds in a row aim their first kill at one moment after the
 * other.
 *
 * @param verify none, sample or full
 * @param options what does not change the content
 * @param fresh whether it begins over a finished sink of the other layout
 * @param random for everything that is drawn on the way
 */
record Choices(
        long seed,
        boolean live,
        String layout,
        String verify,
        List<String> options,
        boolean fresh,
        List<Aim> aims,
        Random random) {
    /**
     * A kill to come.
     *
     * @param when the share of the moment's usual length that is let pass
     */
    record Aim(Moment moment, double when, boolean withServer) {}

    @Override
    public String toString() {
        return "seed " + seed + ": from a " + (live ? "server" : "file") + " into " + layout + ", verify " + verify
                + " " + String.join(" ", options) + (fresh ? " --fresh, " : ", ") + aims;
    }

    static Choices of(long seed) {
        // Seeds in a row give nearly the same first draws otherwise.
        Random random = new Random(new SplittableRandom(seed).nextLong());
        boolean live = random.nextBoolean();
        String layout = KillGround.LAYOUTS.get(random.nextInt(KillGround.LAYOUTS.size()));
        String verify = List.of("none", "sample", "full").get(random.nextInt(3));
        List<String> options = List.of(
                "--readers",
                List.of("1", "2", "4").get(random.nextInt(3)),
                "--batch-rows",
                List.of("50", "500").get(random.nextInt(2)),
                "--in-flight",
                List.of("512KiB", "2MiB", "8MiB").get(random.nextInt(3)));
        boolean fresh = random.nextInt(8) == 0;
        List<Aim> aims = aims(seed, random, live);
        boolean whileVerifying = aims.stream().anyMatch(aim -> aim.moment() == Moment.VERIFYING);
        return new Choices(seed, live, layout, whileVerifying ? "full" : verify, options, fresh, aims, random);
    }

    /** In the order in which a run comes by, but for the openings, which every resumed run has. */
    private static List<Aim> aims(long seed, Random random, boolean live) {
        List<Moment> moments = new ArrayList<>();
        Moment[] all = Moment.values();
        moments.add(all[Math.floorMod(seed, all.length)]);
        for (int more = random.nextInt(4); more > 0; more--) {
            Moment next = all[random.nextInt(all.length)];
            if (next != Moment.REPORTING || !moments.contains(next)) {
                moments.add(next);
            }
        }
        Collections.sort(moments);
        List<Aim> aims = new ArrayList<>();
        for (Moment moment : moments.reversed()) {
            Aim aim = new Aim(moment, random.nextDouble(), live && random.nextInt(4) == 0);
            aims.add(moment == Moment.OPENING && !aims.isEmpty() ? random.nextInt(aims.size()) : 0, aim);
        }
        return aims;
    }
}
