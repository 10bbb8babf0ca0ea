package org.parcours.standalone.demo.masterdata;

import java.time.Instant;

/**
 * Generates the identifiers of one run of the demo; two runs never use one identifier for different things. All systems
 * are in the example arc of OIDs (2.999), the national identity in the ANS's arc for demonstrations.
 */
public final class IdentifierGenerator {

    public static final String IPP_OID = "2.999.10.1";
    public static final String VISIT_OID = "2.999.10.2";
    public static final String MOVEMENT_OID = "2.999.10.3";
    public static final String ORDER_OID = "2.999.10.4";
    public static final String DOCTOR_OID = "2.999.10.5";
    public static final String APPOINTMENT_OID = "2.999.10.6";
    public static final String DOCUMENT_OID = "2.999.10.7";
    public static final String UNIT_OID = "2.999.10.8";
    public static final String FILLER_OID = "2.999.10.9";
    public static final String INS_DEMO_OID = "1.2.250.1.213.1.4.11";

    private static final int RUNS = 36 * 36 * 36 * 36;

    private final int run;

    private IdentifierGenerator(int run) {
        this.run = run;
    }

    /** The identifiers of start {@code startNumber} of a demo that was first started at {@code firstStartedAt}. */
    public static IdentifierGenerator forRun(long seed, Instant firstStartedAt, int startNumber) {
        long mixed = (seed * 0x9E3779B97F4A7C15L)
                ^ (firstStartedAt.getEpochSecond() * 0xBF58476D1CE4E5B9L)
                ^ startNumber * 0x94D049BB133111EBL;
        mixed = (mixed ^ (mixed >>> 31)) * 0xD6E8FEB86659FD93L;
        return new IdentifierGenerator((int) Math.floorMod(mixed ^ (mixed >>> 32), (long) RUNS));
    }

    /** The first four characters of every message id of the run. */
    public String runCode() {
        String text = Integer.toString(run, 36);
        return "0".repeat(4 - text.length()) + text;
    }

    /** 99, the run, the patient: no hospital assigns such a number. */
    public String ipp(int patient) {
        return "99%07d%04d".formatted(run, patient);
    }

    public String visitNumber(int patient, int sequence) {
        return "98%07d%04d%02d".formatted(run, patient, sequence);
    }

    /** Thirteen digits and their key, in the format of a NIR of a person born abroad. */
    public String ins(Person.Sex sex, java.time.LocalDate birthDate, int patient) {
        long body = Long.parseLong("%d%02d%02d99%06d"
                .formatted(
                        sex == Person.Sex.M ? 1 : 2,
                        birthDate.getYear() % 100,
                        birthDate.getMonthValue(),
                        (run * 977L + patient) % 1_000_000));
        return "%013d%02d".formatted(body, 97 - body % 97);
    }

    /** The number of an order, a movement or a document of this patient. */
    public String number(String prefix, int patient, int sequence) {
        return "%s%s%04d%03d".formatted(prefix, runCode().toUpperCase(java.util.Locale.ROOT), patient, sequence);
    }

    public String messageId(int patient, int sequence) {
        return "%s-%04d-%03d".formatted(runCode(), patient, sequence);
    }
}
