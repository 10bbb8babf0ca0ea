package org.parcours.standalone.demo.source;

import static org.parcours.standalone.demo.source.Hl7.at;

import java.util.List;
import java.util.Locale;
import org.parcours.standalone.demo.world.Doctor;
import org.parcours.standalone.demo.world.Numbers;

/** Blood and other specimens: asked for in the patient's record, drawn by nurses, analysed in the laboratory. */
public final class Laboratory {

    private final Script script;

    Laboratory(Script script) {
        this.script = script;
    }

    /** What can be asked for. The values lean to the pathological side: these people are in a hospital. */
    public enum Panel {
        NFS(
                "58410-2",
                "Numération formule sanguine",
                "Sang total",
                List.of(
                        new Measure("718-7", "Hémoglobine", "g/dL", 9.5, 15.5, 12.0, 16.0, 1),
                        new Measure("6690-2", "Leucocytes", "G/L", 3.5, 16.0, 4.0, 10.0, 1),
                        new Measure("777-3", "Plaquettes", "G/L", 120, 420, 150, 400, 0))),
        CRP("1988-5", "Protéine C réactive", "Sérum", List.of(new Measure("1988-5", "CRP", "mg/L", 1, 160, 0, 5, 0))),
        IONO(
                "24326-1",
                "Ionogramme sanguin",
                "Plasma",
                List.of(
                        new Measure("2951-2", "Sodium", "mmol/L", 130, 146, 135, 145, 0),
                        new Measure("2823-3", "Potassium", "mmol/L", 3.1, 5.8, 3.5, 5.1, 1),
                        new Measure("14682-9", "Créatinine", "µmol/L", 50, 420, 45, 105, 0))),
        TROPONINE(
                "89579-7",
                "Troponine I hypersensible",
                "Plasma",
                List.of(new Measure("89579-7", "Troponine I hs", "ng/L", 3, 900, 0, 34, 0))),
        HEMOSTASE(
                "34528-0",
                "Bilan d'hémostase",
                "Plasma citraté",
                List.of(
                        new Measure("5894-1", "Taux de prothrombine", "%", 55, 110, 70, 120, 0),
                        new Measure("6301-6", "INR", "", 0.9, 3.2, 0.9, 1.2, 1))),
        GROUPE(
                "882-1",
                "Groupe sanguin ABO et RhD",
                "Sang total",
                List.of(new Measure("890-4", "Recherche d'agglutinines irrégulières (titre)", "", 0, 0, 0, 0, 0))),
        HBA1C(
                "4548-4",
                "Hémoglobine glyquée",
                "Sang total",
                List.of(new Measure("4548-4", "HbA1c", "%", 5.2, 11.5, 4.0, 6.0, 1)));

        private final String code;
        private final String label;
        private final String material;
        private final List<Measure> measures;

        Panel(String code, String label, String material, List<Measure> measures) {
            this.code = code;
            this.label = label;
            this.material = material;
            this.measures = measures;
        }
    }

    /** One value: how low and high it is in this hospital, and its reference range. */
    record Measure(
            String code, String label, String unit, double low, double high, double from, double to, int decimals) {}

    public record Order(String placer, String filler, Panel panel, Doctor prescriber) {}

    public Order order(Panel panel) {
        Order order = new Order(script.number("P"), script.number("L"), panel, script.anyDoctor());
        tellOrder(order, "NW");
        return order;
    }

    public void cancel(Order order) {
        script.fault(Fault.ORDER_CANCELLED);
        tellOrder(order, "CA");
    }

    public void collect(Order order) {
        script.tell(SourceApplication.PRELEVEMENTS, telling -> Fact.of(
                        SourceApplication.PRELEVEMENTS, "SpecimenCollected", telling, script.person(), script.stay())
                .with("order", orderNumbers(order))
                .with("specimen", Fact.identifier(Numbers.FILLER, "T" + order.filler()))
                .with("material", Fact.object().put("text", order.panel().material))
                .bytes());
    }

    /** @param status of HL7 table 0038: IP on its way, CM there */
    private void transport(Order order, String status) {
        script.tell(
                SourceApplication.COURSIERS,
                telling -> OwnWords.transport(script, telling, "T" + order.filler(), order.panel().material, status));
    }

    public void preliminary(Order order) {
        tellResult(order, "P");
    }

    public void result(Order order) {
        tellResult(order, "F");
    }

    public void correct(Order order) {
        script.fault(Fault.RESULT_CORRECTED);
        tellResult(order, "C");
    }

    /** Ordered, drawn and answered, in as long as it takes on a ward. */
    public Order wholly(Panel panel) {
        Order order = order(panel);
        script.afterMinutes(15);
        collect(order);
        script.afterMinutes(10);
        transport(order, "IP");
        script.afterMinutes(20);
        transport(order, "CM");
        script.afterMinutes(40);
        result(order);
        return order;
    }

    private void tellOrder(Order order, String control) {
        String placer = Hl7.ei(order.placer(), SourceApplication.DPI, Numbers.ORDER);
        script.tell(SourceApplication.DPI, telling -> Hl7.message(SourceApplication.DPI, "OML^O21^OML_O21", telling)
                .pid(script.person(), "")
                .segment("PV1", visit())
                .segment(
                        "ORC",
                        at(1, control),
                        at(2, placer),
                        at(9, Hl7.time(telling.occurredAt())),
                        at(12, Hl7.xcn(order.prescriber())))
                .segment("TQ1", at(1, "1"), at(9, "R"))
                .segment(
                        "OBR",
                        at(1, "1"),
                        at(2, placer),
                        at(4, Hl7.coded(order.panel().code, order.panel().label, "LN")),
                        at(7, Hl7.time(telling.occurredAt())),
                        at(16, Hl7.xcn(order.prescriber())),
                        at(24, "LAB"))
                .bytes());
    }

    private void tellResult(Order order, String status) {
        String placer = Hl7.ei(order.placer(), SourceApplication.DPI, Numbers.ORDER);
        String filler = Hl7.ei(order.filler(), SourceApplication.LABO, Numbers.FILLER);
        script.tell(SourceApplication.LABO, telling -> {
            Hl7 message = Hl7.message(SourceApplication.LABO, "ORU^R01^ORU_R01", telling)
                    .pid(script.person(), "")
                    .segment("PV1", visit())
                    .segment("ORC", at(1, "RE"), at(2, placer), at(3, filler), at(9, Hl7.time(telling.occurredAt())))
                    .segment(
                            "OBR",
                            at(1, "1"),
                            at(2, placer),
                            at(3, filler),
                            at(4, Hl7.coded(order.panel().code, order.panel().label, "LN")),
                            at(7, Hl7.time(telling.occurredAt())),
                            at(16, Hl7.xcn(order.prescriber())),
                            at(22, Hl7.time(telling.occurredAt())),
                            at(24, "LAB"),
                            at(25, status));
            int set = 1;
            for (Measure measure : order.panel().measures) {
                observation(message, set++, measure, status, telling);
            }
            return message.bytes();
        });
    }

    private void observation(Hl7 message, int set, Measure measure, String status, Telling telling) {
        // Rounded first: what is read is what is judged.
        String value = decimal(
                measure.low() + script.random().nextDouble() * (measure.high() - measure.low()), measure.decimals());
        message.segment(
                "OBX",
                at(1, Integer.toString(set)),
                at(2, "NM"),
                at(3, Hl7.coded(measure.code(), measure.label(), "LN")),
                at(5, value),
                at(6, Hl7.escaped(measure.unit())),
                at(7, decimal(measure.from(), measure.decimals()) + "-" + decimal(measure.to(), measure.decimals())),
                at(8, flag(Double.parseDouble(value), measure)),
                at(11, status),
                at(14, Hl7.time(telling.occurredAt())));
    }

    private static String flag(double value, Measure measure) {
        return value < measure.from() ? "L" : value > measure.to() ? "H" : "N";
    }

    private Hl7.Field[] visit() {
        return Visits.pv1(script.stay());
    }

    private tools.jackson.databind.node.ObjectNode orderNumbers(Order order) {
        var numbers = Fact.object();
        numbers.set("placer", Fact.identifier(Numbers.ORDER, order.placer()));
        return numbers;
    }

    private static String decimal(double value, int decimals) {
        return String.format(Locale.ROOT, "%." + decimals + "f", value);
    }
}
