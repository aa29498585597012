package sluice.benchmarks.endtoend;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import sluice.benchmarks.endtoend.Contestant.Role;

/** Everything about a series, written down for people and for programs. */
record Account(
        String date,
        String command,
        int warmUps,
        int rounds,
        Map<String, String> machine,
        Map<String, String> versions,
        List<String> notes,
        Results results,
        List<Check> checks) {

    /** Writes {@code DATE-NAME.json} and {@code DATE-NAME.md} into a folder. */
    void write(Path folder, String name) {
        try {
            Files.createDirectories(folder);
            Json.write(folder.resolve(date + "-" + name + ".json"), json());
            Files.writeString(folder.resolve(date + "-" + name + ".md"), markdown(name));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    String markdown(String name) {
        StringBuilder text = new StringBuilder("# " + name + ", " + date + "\n\n");
        text.append("`").append(command).append("`\n\n");
        text.append(rounds)
                .append(rounds == 1 ? " round" : " rounds in turn")
                .append(" after ")
                .append(warmUps);
        text.append(" to warm up: medians (least–most); peak memory is the highest seen.\n\n");
        text.append(new Standings(results).table()).append('\n');
        if (!checks.isEmpty()) {
            text.append("## Asked for\n\n");
            checks.forEach(check -> text.append("- ").append(check).append('\n'));
            text.append('\n');
        }
        text.append("## Where\n\n");
        machine.forEach((what, value) ->
                text.append("- ").append(what).append(": ").append(value).append('\n'));
        versions.forEach((what, value) ->
                text.append("- ").append(what).append(": ").append(value).append('\n'));
        results.facts()
                .forEach((data, facts) -> text.append(String.format(
                        Locale.ROOT,
                        "- %s: %,d keys, %,d rows in layout native, %,.1f MB of content, seed %d%n",
                        data,
                        facts.keys(),
                        facts.sqlRows(),
                        facts.bytes() / 1e6,
                        data.seed())));
        notes.forEach(note -> text.append("- ").append(note).append('\n'));
        return text.toString();
    }

    private Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("date", date);
        json.put("command", command);
        json.put("warmUps", warmUps);
        json.put("rounds", rounds);
        json.put("machine", machine);
        json.put("versions", versions);
        json.put("notes", notes);
        List<Object> contestants = new ArrayList<>();
        results.contestants().forEach(contestant -> contestants.add(json(contestant)));
        json.put("contestants", contestants);
        List<Object> judged = new ArrayList<>();
        checks.forEach(check -> judged.add(Map.of(
                "what", check.what(),
                "bound", check.bound(),
                "atLeast", check.floor(),
                "figure", check.figure(),
                "met", check.met())));
        json.put("checks", judged);
        return json;
    }

    private Map<String, Object> json(Contestant contestant) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("name", contestant.name());
        json.put("data", contestant.data());
        json.put("facts", results.facts(contestant));
        json.put("live", contestant.live());
        json.put("seconds", results.seconds(contestant));
        json.put("keysPerSecond", results.keysPerSecond(contestant));
        json.put("rowsPerSecond", results.rowsPerSecond(contestant));
        json.put("megabytesPerSecond", results.megabytesPerSecond(contestant));
        json.put("cpuSeconds", results.spread(contestant, Run::cpuSeconds));
        json.put("serverCpuSeconds", results.spread(contestant, Run::serverCpuSeconds));
        json.put("peakMib", results.spread(contestant, Run::peakMib));
        Map<String, Object> ratios = new LinkedHashMap<>();
        Standings standings = new Standings(results);
        for (Role role : Role.values()) {
            if (role != Role.SLUICE) {
                standings.ratio(contestant, role).ifPresent(ratio -> ratios.put(role.name(), ratio));
            }
        }
        json.put("timesTheSpeedOf", ratios);
        json.put("runs", results.runs(contestant));
        return json;
    }
}
