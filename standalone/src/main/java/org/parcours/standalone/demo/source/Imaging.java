package org.parcours.standalone.demo.source;

import static org.parcours.standalone.demo.source.Hl7.at;

import org.parcours.standalone.demo.world.Doctor;
import org.parcours.standalone.demo.world.Numbers;

/** Imaging: asked for in the patient's record, taken (the PACS tells), read by a radiologist (the RIS tells). */
public final class Imaging {

    private final Script script;

    Imaging(Script script) {
        this.script = script;
    }

    public record Order(String placer, String filler, String code, String label, String modality, Doctor prescriber) {}

    /** @param modality DICOM (0008,0060): CT, MR, US, DX, XA, … */
    public Order order(String code, String label, String modality) {
        Order order = new Order(script.number("P"), script.number("X"), code, label, modality, script.anyDoctor());
        tellOrder(order, "NW");
        return order;
    }

    public void cancel(Order order) {
        script.fault(Fault.ORDER_CANCELLED);
        tellOrder(order, "CA");
    }

    public void perform(Order order) {
        script.tell(SourceApplication.PACS, telling -> {
            var numbers = Fact.object();
            numbers.set("placer", Fact.identifier(Numbers.ORDER, order.placer()));
            numbers.set("filler", Fact.identifier(Numbers.FILLER, order.filler()));
            return Fact.of(SourceApplication.PACS, "ImagingPerformed", telling, script.person(), script.stay())
                    .with("order", numbers)
                    .with("examination", Fact.coding(order.code(), order.label()))
                    .with("modality", order.modality())
                    .bytes();
        });
    }

    public void report(Order order, String conclusion) {
        String placer = Hl7.ei(order.placer(), SourceApplication.DPI, Numbers.ORDER);
        String filler = Hl7.ei(order.filler(), SourceApplication.RIS, Numbers.FILLER);
        script.tell(SourceApplication.RIS, telling -> Hl7.message(SourceApplication.RIS, "ORU^R01^ORU_R01", telling)
                .pid(script.person(), "")
                .segment("PV1", Visits.pv1(script.stay()))
                .segment("ORC", at(1, "RE"), at(2, placer), at(3, filler), at(9, Hl7.time(telling.occurredAt())))
                .segment(
                        "OBR",
                        at(1, "1"),
                        at(2, placer),
                        at(3, filler),
                        at(4, Hl7.coded(order.code(), order.label(), "L")),
                        at(7, Hl7.time(telling.occurredAt())),
                        at(16, Hl7.xcn(order.prescriber())),
                        at(22, Hl7.time(telling.occurredAt())),
                        at(24, "RAD"),
                        at(25, "F"))
                .segment(
                        "OBX",
                        at(1, "1"),
                        at(2, "TX"),
                        at(3, Hl7.coded("18782-3", "Compte rendu d'imagerie", "LN")),
                        at(5, Hl7.escaped(conclusion)),
                        at(11, "F"),
                        at(14, Hl7.time(telling.occurredAt())))
                .bytes());
    }

    public void wholly(String code, String label, String modality, String conclusion) {
        Order order = order(code, label, modality);
        script.afterMinutes(40);
        perform(order);
        script.afterMinutes(35);
        report(order, conclusion);
    }

    private void tellOrder(Order order, String control) {
        String placer = Hl7.ei(order.placer(), SourceApplication.DPI, Numbers.ORDER);
        script.tell(SourceApplication.DPI, telling -> Hl7.message(SourceApplication.DPI, "ORM^O01^ORM_O01", telling)
                .pid(script.person(), "")
                .segment("PV1", Visits.pv1(script.stay()))
                .segment(
                        "ORC",
                        at(1, control),
                        at(2, placer),
                        at(9, Hl7.time(telling.occurredAt())),
                        at(12, Hl7.xcn(order.prescriber())))
                .segment(
                        "OBR",
                        at(1, "1"),
                        at(2, placer),
                        at(4, Hl7.coded(order.code(), order.label(), "L")),
                        at(16, Hl7.xcn(order.prescriber())),
                        at(24, "RAD"))
                .bytes());
    }
}
