package org.parcours.benchmarks.hospital;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.function.Supplier;

/**
 * The HL7 v2 messages of a hospital's applications: stays (ADT), laboratory and imaging (OML, ORM, ORU), appointments (SIU),
 * medication (RDE, RAS) and letters (MDM). A message states the time at which it is made.
 */
public final class HospitalMessages {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMddHHmmssxx").withZone(ZoneId.of("Europe/Paris"));
    private static final List<String> UNITS = List.of(
            "URG", "CARDIO", "ORTHO", "NEURO", "GASTRO", "REA", "SSR", "ONCO", "PNEUMO", "GERIA", "VISC", "UHCD");
    private static final List<String> DRUGS = List.of(
            "Paracétamol 1 g",
            "Amoxicilline 1 g",
            "Enoxaparine 4000 UI",
            "Furosémide 40 mg",
            "Bisoprolol 2,5 mg",
            "Insuline glargine");
    private static final List<String> IMAGES = List.of(
            "TDM thoracique", "IRM encéphalique", "Radiographie du thorax", "Échographie abdominale", "TDM abdominale");

    private record Analyte(String code, String label, String unit, double low, double high) {}

    private record Panel(String code, String label, List<Analyte> analytes) {}

    private static final List<Panel> PANELS = List.of(
            new Panel(
                    "58410-2",
                    "Numération formule sanguine",
                    List.of(
                            new Analyte("718-7", "Hémoglobine", "g/dL", 12, 16),
                            new Analyte("6690-2", "Leucocytes", "G/L", 4, 10),
                            new Analyte("777-3", "Plaquettes", "G/L", 150, 400),
                            new Analyte("789-8", "Hématies", "T/L", 4, 5.7),
                            new Analyte("4544-3", "Hématocrite", "%", 37, 47),
                            new Analyte("787-2", "VGM", "fL", 80, 100),
                            new Analyte("751-8", "Polynucléaires neutrophiles", "G/L", 1.8, 7.5),
                            new Analyte("731-0", "Lymphocytes", "G/L", 1, 4))),
            new Panel(
                    "24326-1",
                    "Ionogramme sanguin",
                    List.of(
                            new Analyte("2951-2", "Sodium", "mmol/L", 135, 145),
                            new Analyte("2823-3", "Potassium", "mmol/L", 3.5, 5),
                            new Analyte("2075-0", "Chlore", "mmol/L", 98, 107),
                            new Analyte("2160-0", "Créatinine", "µmol/L", 45, 104),
                            new Analyte("3094-0", "Urée", "mmol/L", 2.5, 7.5))),
            new Panel("1988-5", "CRP", List.of(new Analyte("1988-5", "CRP", "mg/L", 0, 5))),
            new Panel(
                    "34714-6",
                    "Hémostase",
                    List.of(
                            new Analyte("5902-2", "TP", "%", 70, 120),
                            new Analyte("6301-6", "INR", "", 0.8, 1.2),
                            new Analyte("3173-2", "TCA", "s", 25, 37))));

    private final SplittableRandom random;
    private final Supplier<Instant> clock;
    private final String run;
    private long lastNumber;

    /** @param run is in all numbers and ends the names of the applications: two runs about the same patients have different ones */
    public HospitalMessages(SplittableRandom random, Supplier<Instant> clock, String run) {
        this.random = random;
        this.clock = clock;
        this.run = run;
    }

    /** A step of a journey: the messages about it. */
    public record Step(List<Supplier<String>> messages) {}

    /** A stay with its steps, or one that needs none; each message is made when it is due. */
    public List<Step> episode(HospitalPatient patient) {
        return random.nextInt(5) < 2 ? outpatient(patient) : stay(patient);
    }

    private List<Step> outpatient(HospitalPatient patient) {
        List<Step> steps = new ArrayList<>(List.of(appointment(patient)));
        for (int i = random.nextInt(4); i > 0; i--) {
            steps.add(laboratory(patient, ""));
        }
        return steps;
    }

    private List<Step> stay(HospitalPatient patient) {
        String visit = number("V");
        List<Step> steps = new ArrayList<>();
        Supplier<String> discharge = movement(patient, visit, "A03");
        List<Supplier<String>> movements = new ArrayList<>(List.of(movement(patient, visit, "A01")));
        for (int i = random.nextInt(3); i >= 0; i--) {
            movements.add(movement(patient, visit, "A02"));
        }
        steps.add(new Step(movements.subList(0, 1)));
        for (Supplier<String> transfer : movements.subList(1, movements.size())) {
            for (int i = 2 + random.nextInt(4); i > 0; i--) {
                steps.add(anyStep(patient, visit));
            }
            steps.add(new Step(List.of(transfer)));
        }
        steps.add(letter(patient, visit));
        steps.add(new Step(List.of(discharge)));
        return steps;
    }

    private Step anyStep(HospitalPatient patient, String visit) {
        int kind = random.nextInt(20);
        if (kind < 11) {
            return laboratory(patient, visit);
        } else if (kind < 13) {
            return imaging(patient, visit);
        } else if (kind < 18) {
            return medication(patient, visit);
        }
        return kind < 19 ? appointment(patient) : letter(patient, visit);
    }

    /** One message of one of these kinds, as an application sends it: ADT, ORU, ORM, SIU, MDM. */
    public Supplier<String> single(HospitalPatient patient, String kind) {
        return switch (kind) {
            case "ADT" -> movement(patient, number("V"), "A01");
            case "ORU" -> laboratory(patient, "").messages().getLast();
            case "ORM" -> imaging(patient, "").messages().getFirst();
            case "SIU" -> appointment(patient).messages().getFirst();
            case "MDM" -> letter(patient, "").messages().getFirst();
            default -> throw new IllegalArgumentException(kind);
        };
    }

    private Supplier<String> movement(HospitalPatient patient, String visit, String trigger) {
        String unit = pick(UNITS);
        String movement = number("M");
        return () -> {
            String now = time(clock.get());
            return header("GAM", "ADT^" + trigger) + "EVN||" + now + "||||" + now + "\r" + pid(patient)
                    + pv1(unit, visit)
                    + "ZBE|" + movement + "^GAM^2.999.10.3^ISO|" + now + "||INSERT|N||" + unit
                    + "^^^^^GAM&2.999.10.8&ISO^UF^^^" + unit + "||HMS\r";
        };
    }

    private Step laboratory(HospitalPatient patient, String visit) {
        Panel panel = PANELS.get(random.nextInt(PANELS.size()));
        String placer = number("P") + "^DPI^2.999.10.4^ISO";
        String filler = number("F") + "^LABO^2.999.10.9^ISO";
        String examination = panel.code() + "^" + panel.label() + "^LN";
        List<Supplier<String>> messages = new ArrayList<>();
        if (random.nextBoolean()) {
            messages.add(() -> header("DPI", "OML^O21") + pid(patient) + pv1("", visit) + "ORC|NW|" + placer + "|||||||"
                    + time(clock.get()) + "|||" + doctor() + "\rOBR|1|" + placer + "||" + examination + "\r");
        }
        messages.add(() -> {
            String now = time(clock.get());
            StringBuilder text = new StringBuilder(header("LABO", "ORU^R01") + pid(patient) + pv1("", visit) + "ORC|RE|"
                    + placer + "|" + filler + "\rOBR|1|" + placer + "|" + filler + "|" + examination + "|||" + now
                    + "|||||||||||||||" + now + "||LAB|F\r");
            int set = 1;
            for (Analyte analyte : panel.analytes()) {
                double value = analyte.low() + (random.nextDouble() * 1.4 - 0.2) * (analyte.high() - analyte.low());
                String flag = value < analyte.low() ? "L" : value > analyte.high() ? "H" : "N";
                text.append(String.format(
                        Locale.ROOT,
                        "OBX|%d|NM|%s^%s^LN||%.1f|%s|%s-%s|%s|||F|||%s\r",
                        set++,
                        analyte.code(),
                        analyte.label(),
                        Math.max(0, value),
                        analyte.unit(),
                        analyte.low(),
                        analyte.high(),
                        flag,
                        now));
            }
            return text.toString();
        });
        return new Step(messages);
    }

    private Step imaging(HospitalPatient patient, String visit) {
        String label = pick(IMAGES);
        String placer = number("P") + "^DPI^2.999.10.4^ISO";
        String filler = number("X") + "^RIS^2.999.10.9^ISO";
        return new Step(List.of(
                () -> header("DPI", "ORM^O01") + pid(patient) + pv1("", visit) + "ORC|NW|" + placer + "|||||||"
                        + time(clock.get()) + "|||" + doctor() + "\rOBR|1|" + placer + "||IMG^" + label
                        + "^L||||||||||||||||||||RAD\r",
                () -> header("RIS", "ORU^R01") + pid(patient) + pv1("", visit) + "ORC|RE|" + placer + "|" + filler
                        + "\rOBR|1|" + placer + "|" + filler + "|IMG^" + label + "^L|||" + time(clock.get())
                        + "|||||||||||||||" + time(clock.get())
                        + "||RAD|F\rOBX|1|TX|18782-3^Compte rendu d'imagerie^LN||Examen réalisé sans incident. Pas de lésion suspecte. "
                        + "Conclusion : " + label + " sans particularité, à confronter à la clinique.||||||F\r"));
    }

    private Step medication(HospitalPatient patient, String visit) {
        String drug = pick(DRUGS);
        String placer = number("R") + "^DPI^2.999.10.4^ISO";
        List<Supplier<String>> messages = new ArrayList<>();
        messages.add(() -> header("DPI", "RDE^O11") + pid(patient) + pv1("", visit) + "ORC|NW|" + placer + "|||||||"
                + time(clock.get()) + "|||" + doctor() + "\rRXE||UCD^" + drug + "^L|1||dose\rTQ1|1||||||"
                + time(clock.get())
                + "\rRXR|PO\r");
        for (int i = random.nextInt(3); i > 0; i--) {
            messages.add(() -> header("SOINS", "RAS^O17") + pid(patient) + pv1("", visit) + "ORC|RE|" + placer
                    + "\rRXA|0|1|" + time(clock.get()) + "||UCD^" + drug + "^L|1|dose\rRXR|PO\r");
        }
        return new Step(messages);
    }

    private Step appointment(HospitalPatient patient) {
        String number = number("R") + "^AGENDA^2.999.10.6^ISO";
        Duration delay = Duration.ofHours(random.nextInt(48, 24 * 40));
        String unit = pick(UNITS);
        List<Supplier<String>> messages = new ArrayList<>();
        messages.add(() -> appointment(patient, "S12", number, unit, clock.get().plus(delay)));
        if (random.nextInt(5) == 0) {
            messages.add(() -> appointment(
                    patient, "S13", number, unit, clock.get().plus(delay).plus(Duration.ofDays(3))));
        }
        return new Step(messages);
    }

    private String appointment(HospitalPatient patient, String trigger, String number, String unit, Instant start) {
        String from = time(start);
        return header("AGENDA", "SIU^" + trigger) + "SCH|" + number + "|" + number
                + "||||||CS^Consultation|30|min|^^30^" + from
                + "^" + time(start.plusSeconds(1800)) + "|||||" + doctor() + "\r" + pid(patient)
                + "RGS|1|A\rAIS|1|A|^Consultation|"
                + from + "|||30|min\rAIL|1|A|" + unit + "||" + "|" + from + "\r";
    }

    private Step letter(HospitalPatient patient, String visit) {
        String number = number("D") + "^COURRIER^2.999.10.7^ISO";
        return new Step(List.of(() -> {
            String now = time(clock.get());
            String body = "Compte rendu " + number + "\n\nCher confrère,\n\nLe patient a été pris en charge du " + now
                    + ". Évolution favorable.\n";
            return header("COURRIER", "MDM^T02") + "EVN||" + now + "\r" + pid(patient) + pv1("", visit)
                    + "TXA|1|11490-0^Compte rendu d'hospitalisation^LN|TX|" + now + "||" + now + "|||" + doctor()
                    + "|||" + number
                    + "||||lettre.txt|LA||AV\rOBX|1|ED|11490-0^Compte rendu d'hospitalisation^LN||^TEXT^plain^Base64^"
                    + Base64.getEncoder().encodeToString(body.getBytes(StandardCharsets.UTF_8)) + "||||||F\r";
        }));
    }

    private String header(String application, String type) {
        return "MSH|^~\\&|" + application + run + "|CHU|PARCOURS|CHU|" + time(clock.get()) + "||" + type + "|"
                + number("") + "|P|2.5||||||UNICODE UTF-8\r";
    }

    private static String pid(HospitalPatient patient) {
        return "PID|1||" + patient.ipp() + "^^^CHU&2.999.10.1&ISO^PI||" + patient.family() + "^" + patient.given()
                + "^^^^^D||" + patient.birthDate().format(DateTimeFormatter.BASIC_ISO_DATE) + "|" + patient.sex()
                + "\r";
    }

    private String pv1(String unit, String visit) {
        return visit.isEmpty()
                ? "PV1|1|O\r"
                : "PV1|1|I|" + (unit.isEmpty() ? "" : unit + "^" + random.nextInt(1, 40) + "^P") + "||||" + doctor()
                        + "||||||||||||" + visit + "^^^GAM&2.999.10.2&ISO^VN\r";
    }

    private String doctor() {
        int number = random.nextInt(40);
        return "99900%06d^MEDECIN%02d^Camille^^^^^^ANNUAIRE&2.999.10.5&ISO^D^^^RPPS".formatted(number, number);
    }

    private String number(String prefix) {
        return prefix + run + (++lastNumber);
    }

    private static String time(Instant instant) {
        return TIME.format(instant);
    }

    private String pick(List<String> from) {
        return from.get(random.nextInt(from.size()));
    }
}
