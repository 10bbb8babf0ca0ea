package org.parcours.benchmarks.senders;

import java.util.SplittableRandom;

/**
 * Generates the messages of one application: by its number a patient administration, laboratory or appointment system.
 */
final class Hl7MessageGenerator {

    private static final int OWN_PATIENTS = 60;
    private static final int COMMON_PATIENTS = 40;

    private final int sender;
    private final String application;
    private final int ownPatients;
    private final SplittableRandom random;
    private long messageNumber;

    Hl7MessageGenerator(int sender, String application) {
        this(sender, application, OWN_PATIENTS);
    }

    /**
     * @param sender a multiple of three: patient administration; one more: laboratory; two more: appointments
     * @param ownPatients how many patients only this application reports about
     */
    Hl7MessageGenerator(int sender, String application, int ownPatients) {
        this.sender = sender;
        this.application = application;
        this.ownPatients = ownPatients;
        this.random = new SplittableRandom(sender);
    }

    String next() {
        messageNumber++;
        String patient = random.nextInt(10) == 0
                ? "C" + random.nextInt(COMMON_PATIENTS)
                : sender + "P" + random.nextInt(ownPatients);
        return switch (sender % 3) {
            case 0 -> admission(patient);
            case 1 -> result(patient);
            default -> appointment(patient);
        };
    }

    private String admission(String patient) {
        String trigger = messageNumber % 4 == 1 ? "A01" : "A02";
        return header("ADT^" + trigger) + "EVN|" + trigger + "|20260301101500\r" + person(patient) + "PV1|1|I|UNITE"
                + messageNumber % 40 + "^" + messageNumber % 20 + "^P|||||||||||||||| V" + sender + "-"
                + messageNumber / 4
                + "^^^&2.999.10.2&ISO^VN\r";
    }

    private String result(String patient) {
        return header("ORU^R01") + person(patient) + "PV1|1|I|UNITE\rOBR|1|P" + sender + "-" + messageNumber + "^DPI|F"
                + sender
                + "-" + messageNumber
                + "^LAB|58410-2^NFS^LN|||20260301101500|||||||||||||||20260301111500||LAB|F\r"
                + "OBX|1|NM|718-7^Hémoglobine^LN||12.5|g/dL|12-16|N|||F\rOBX|2|NM|6690-2^Leucocytes^LN||6.1|G/L|4-10|N|||F\r"
                + "OBX|3|NM|777-3^Plaquettes^LN||210|G/L|150-400|N|||F\r";
    }

    private String appointment(String patient) {
        return header("SIU^S12") + "SCH|P" + sender + "-" + messageNumber + "^AGENDA|F" + sender + "-" + messageNumber
                + "^AGENDA|||||CS^Consultation|||^^30^20260401080000^20260401083000\r" + person(patient)
                + "RGS|1\rAIL|1||CONSULT\r";
    }

    private String header(String type) {
        return "MSH|^~\\&|" + application + "|CHU|PARCOURS|CHU|20260301101500||" + type
                + "|%s-%08d|P|2.5||||||UNICODE UTF-8\r".formatted(sender, messageNumber);
    }

    private static String person(String patient) {
        return "PID|1||" + patient + "^^^&2.999.10.1&ISO^PI||ESSAI" + patient + "^ANNE^^^^^D||19500814|F\r";
    }
}
