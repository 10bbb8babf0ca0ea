package org.parcours.benchmarks.hospital;

import java.time.LocalDate;
import java.util.List;
import java.util.SplittableRandom;

/** An invented patient of the hospital of this seed. */
public record HospitalPatient(String ipp, String family, String given, LocalDate birthDate, String sex) {

    private static final List<String> STARTS = List.of(
            "BAR", "BOI", "CHA", "COU", "DEL", "DUR", "FAU", "GAR", "GUE", "LAM", "LEF", "MAR", "MOR", "PER", "ROU",
            "VAL");

    private static final List<String> MIDDLES =
            List.of("A", "AN", "BE", "DI", "E", "ER", "I", "LE", "NE", "O", "ON", "RI", "SSE", "TI", "U", "VE");

    private static final List<String> ENDS = List.of("AUD", "EAU", "EL", "ET", "IER", "IN", "OT", "Y");

    private static final List<String> GIVEN = List.of(
            "Marie",
            "Jeanne",
            "Françoise",
            "Monique",
            "Catherine",
            "Nathalie",
            "Léa",
            "Inès",
            "Odette",
            "Zoé",
            "Jean",
            "Pierre",
            "Michel",
            "André",
            "Éric",
            "Thomas",
            "Karim",
            "Rémi",
            "Gérard",
            "Noël");

    static HospitalPatient of(long seed, int number) {
        SplittableRandom random = new SplittableRandom(seed * 1_000_003 + number * 31L);
        int given = random.nextInt(GIVEN.size());
        return new HospitalPatient(
                "8%08d".formatted(number),
                pick(random, STARTS) + pick(random, MIDDLES) + pick(random, ENDS),
                GIVEN.get(given),
                LocalDate.of(1930, 1, 1).plusDays(random.nextInt(95 * 365)),
                given < 10 ? "F" : "M");
    }

    private static String pick(SplittableRandom random, List<String> from) {
        return from.get(random.nextInt(from.size()));
    }
}
