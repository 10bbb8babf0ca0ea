package org.parcours.benchmarks;

import java.util.List;

/** A benchmark; its result is one table. */
public interface Benchmark {

    /** The NAME in {@code benchmarks/run NAME}. */
    String name();

    /** What is measured and how; printed above the table. */
    String description();

    Table run() throws Exception;

    /** @param rows formatted cells */
    record Table(List<String> head, List<List<String>> rows) {

        String markdown() {
            var text = new StringBuilder(line(head))
                    .append(line(head.stream().map(cell -> "---").toList()));
            rows.forEach(row -> text.append(line(row)));
            return text.toString();
        }

        private static String line(List<String> cells) {
            return "| " + String.join(" | ", cells) + " |\n";
        }
    }
}
