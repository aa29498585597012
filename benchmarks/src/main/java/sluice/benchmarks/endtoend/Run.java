package sluice.benchmarks.endtoend;

import java.util.Map;
import java.util.TreeMap;

/**
 * What one run of one contestant took.
 *
 * @param serverCpuSeconds what the Redis server spent meanwhile; 0 for a file
 * @param sqlRows how many rows stand in the tables of the result
 * @param details what only this kind of contestant says of itself, by name
 */
record Run(
        double seconds,
        double cpuSeconds,
        double serverCpuSeconds,
        double peakMib,
        long sqlRows,
        long resultBytes,
        Map<String, Double> details) {
    Run {
        details = Map.copyOf(new TreeMap<>(details));
    }

    Run withServerCpu(double cpu) {
        return new Run(seconds, cpuSeconds, cpu, peakMib, sqlRows, resultBytes, details);
    }
}
