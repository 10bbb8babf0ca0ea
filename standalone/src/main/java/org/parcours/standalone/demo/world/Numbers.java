package org.parcours.standalone.demo.world;

import java.time.Instant;

/**
 * The numbers of one run of the demo: no two runs give the same number to different things. All systems are in the
 * example arc of OIDs (2.999), the national identity in the arc that the ANS keeps for demonstrations.
 */
public final class Numbers {

    public static final String IPP = "2.999.10.1";
    public static final String VISIT = "2.999.10.2";
    public static final String MOVEMENT = "2.999.10.3";
    public static final String ORDER = "2.999.10.4";
    public static final String DOCTOR = "2.999.10.5";
    public static final String APPOINTMENT = "2.999.10.6";
    public static final String DOCUMENT = "2.999.10.7";
    public static final String UNIT = "2.999.10.8";
    public static final String FILLER = "2.999.10.9";
    public static final String INS_DEMO = "1.2.250.1.213.1.4.11";

    private static final int RUNS = 36 * 36 * 36 * 36;

    private final int run;

    private Numbers(int run) {
        this.run = run;
    }

    /** The numbers of the {@code nth} start of a demo whose first start was at {@code began}. */
    public static Numbers of(long seed, Instant began, int nth) {
        long mixed = (seed * 0x9E3779B97F4A7C15L)
                ^ (began.getEpochSecond() * 0xBF58476D1CE4E5B9L)
                ^ nth * 0x94D049BB133111EBL;
        mixed = (mixed ^ (mixed >>> 31)) * 0xD6E8FEB86659FD93L;
        return new Numbers((int) Math.floorMod(mixed ^ (mixed >>> 32), (long) RUNS));
    }

    /** Four characters that every message id of the run begins with. */
    public String run() {
        String text = Integer.toString(run, 36);
        return "0".repeat(4 - text.length()) + text;
    }

    /** 99, the run, the patient: no hospital gives such a number. */
    public String ipp(int patient) {
        return "99%07d%04d".formatted(run, patient);
    }

    public String visit(int patient, int nth) {
        return "98%07d%04d%02d".formatted(run, patient, nth);
    }

    /** Thirteen digits and their key, in the shape of a NIR of somebody born abroad. */
    public String ins(Person.Sex sex, java.time.LocalDate birthDate, int patient) {
        long body = Long.parseLong("%d%02d%02d99%06d"
                .formatted(
                        sex == Person.Sex.M ? 1 : 2,
                        birthDate.getYear() % 100,
                        birthDate.getMonthValue(),
                        (run * 977L + patient) % 1_000_000));
        return "%013d%02d".formatted(body, 97 - body % 97);
    }

    /** A number of any other thing of this patient: an order, a movement, a document. */
    public String of(String letter, int patient, int nth) {
        return "%s%s%04d%03d".formatted(letter, run().toUpperCase(java.util.Locale.ROOT), patient, nth);
    }

    public String message(int patient, int nth) {
        return "%s-%04d-%03d".formatted(run(), patient, nth);
    }
}
