package org.parcours.standalone.demo.source;

import static org.parcours.standalone.demo.source.Hl7MessageBuilder.field;

import java.time.Duration;
import java.time.Instant;
import org.parcours.standalone.demo.masterdata.Doctor;
import org.parcours.standalone.demo.masterdata.HospitalUnit;
import org.parcours.standalone.demo.masterdata.IdentifierGenerator;

/** Simulates patient administration: stays and their movements (IHE PAM France, segment ZBE). */
public final class AdmissionSimulator {

    private final JourneySimulation journey;

    AdmissionSimulator(JourneySimulation journey) {
        this.journey = journey;
    }

    public void preAdmit(HospitalUnit unit, Duration delay) {
        Stay expected = openStay("I", unit, journey.timeAfter(delay));
        sendMovement("ADT^A05^ADT_A05", expected.withPatientClass("P"), expected.since(), "INSERT", "", "HMS");
    }

    public void cancelPreAdmission() {
        Stay stay = currentStay();
        journey.markNextMessage(SimulatedIrregularity.PRE_ADMISSION_CANCELLED);
        sendMovement("ADT^A38^ADT_A38", stay.withPatientClass("P"), stay.movedAt(), "CANCEL", "A05", "HMS");
        journey.endStay();
    }

    /** A01: admits an inpatient, with or without a pre-admission. */
    public void admit(HospitalUnit unit) {
        Stay stay = journey.stay()
                .map(expected -> expected.movedTo(unit, journey.nextNumber("M"), journey.now()))
                .orElseGet(() -> openStay("I", unit, journey.now()));
        journey.setStay(stay);
        sendMovement("ADT^A01^ADT_A01", stay, stay.movedAt(), "INSERT", "", "HMS");
    }

    /** A04: registers an outpatient (O), a recurring patient (R) or an emergency patient (E). */
    public void register(String patientClass, HospitalUnit unit) {
        Stay stay = openStay(patientClass, unit, journey.now());
        sendMovement("ADT^A04^ADT_A01", stay, stay.movedAt(), "INSERT", "", "HMS");
    }

    /** A06: an emergency patient or outpatient becomes an inpatient. */
    public void hospitalise(HospitalUnit unit) {
        Stay stay = currentStay().withPatientClass("I").movedTo(unit, journey.nextNumber("M"), journey.now());
        journey.setStay(stay);
        sendMovement("ADT^A06^ADT_A06", stay, stay.movedAt(), "INSERT", "", "HMS");
    }

    public void transfer(HospitalUnit unit) {
        Stay stay = currentStay().movedTo(unit, journey.nextNumber("M"), journey.now());
        journey.setStay(stay);
        sendMovement("ADT^A02^ADT_A02", stay, stay.movedAt(), "INSERT", "", "HMS");
    }

    public void changeDoctor(Doctor doctor) {
        Stay stay =
                currentStay().withDoctor(doctor).movedTo(currentStay().unit(), journey.nextNumber("M"), journey.now());
        journey.setStay(stay);
        sendMovement("ADT^A54^ADT_A54", stay, stay.movedAt(), "INSERT", "", "C");
    }

    public void startLeave() {
        Stay stay = currentStay().movedTo(currentStay().unit(), journey.nextNumber("M"), journey.now());
        journey.setStay(stay);
        sendMovement("ADT^A21^ADT_A21", stay, stay.movedAt(), "INSERT", "", "L");
    }

    public void endLeave() {
        Stay stay = currentStay().movedTo(currentStay().unit(), journey.nextNumber("M"), journey.now());
        journey.setStay(stay);
        sendMovement("ADT^A22^ADT_A21", stay, stay.movedAt(), "INSERT", "", "S");
    }

    public void discharge() {
        Stay stay = currentStay().movedTo(currentStay().unit(), journey.nextNumber("M"), journey.now());
        journey.setStay(stay);
        sendMovement("ADT^A03^ADT_A03", stay, stay.movedAt(), "INSERT", "", "S");
    }

    /** A12: cancels the transfer; the patient is in the previous unit. */
    public void cancelTransfer() {
        Stay stay = currentStay();
        journey.markNextMessage(SimulatedIrregularity.TRANSFER_CANCELLED);
        journey.setStay(stay.movedTo(stay.previousUnit(), stay.lastMovement(), stay.movedAt()));
        sendMovement("ADT^A12^ADT_A12", currentStay(), stay.movedAt(), "CANCEL", "A02", "HMS");
    }

    public void cancelDischarge() {
        journey.markNextMessage(SimulatedIrregularity.DISCHARGE_CANCELLED);
        sendMovement("ADT^A13^ADT_A01", currentStay(), currentStay().movedAt(), "CANCEL", "A03", "S");
    }

    public void cancelAdmission(String originalTrigger) {
        journey.markNextMessage(SimulatedIrregularity.ADMISSION_CANCELLED);
        sendMovement("ADT^A11^ADT_A09", currentStay(), currentStay().movedAt(), "CANCEL", originalTrigger, "HMS");
        journey.endStay();
    }

    /** Z99: corrects the time of the newest movement. */
    public void correctMovement(String originalTrigger, Duration earlier) {
        Stay stay = currentStay();
        Instant corrected = stay.movedAt().minus(earlier);
        journey.markNextMessage(SimulatedIrregularity.MOVEMENT_CORRECTED);
        journey.setStay(stay.movedTo(stay.unit(), stay.lastMovement(), corrected));
        sendMovement("ADT^Z99^ADT_A05", currentStay(), corrected, "UPDATE", originalTrigger, "HMS");
    }

    /** Sends the newest movement again with another date, as an insertion, as some feeds do. */
    public void resendMovement(String type, Duration earlier) {
        journey.markNextMessage(SimulatedIrregularity.MOVEMENT_RESENT);
        sendMovement(type, currentStay(), currentStay().movedAt().minus(earlier), "INSERT", "", "HMS");
    }

    private Stay currentStay() {
        return journey.stay().orElseThrow(() -> new IllegalStateException("The scenario has no open stay"));
    }

    private Stay openStay(String patientClass, HospitalUnit unit, Instant since) {
        Stay stay = new Stay(
                journey.nextVisitNumber(),
                patientClass,
                unit,
                unit,
                journey.randomDoctor(),
                since,
                journey.nextNumber("M"),
                since);
        journey.setStay(stay);
        return stay;
    }

    private void sendMovement(
            String type, Stay stay, Instant effective, String action, String originalTrigger, String nature) {
        boolean isDischarge = type.startsWith("ADT^A03");
        journey.send(SourceApplication.GAM, metadata -> {
            // In an accelerated journey a late message has an earlier occurredAt than the present time.
            Instant movedAt = effective.equals(journey.now()) ? metadata.occurredAt() : effective;
            return Hl7MessageBuilder.of(SourceApplication.GAM, type, metadata)
                    .segment(
                            "EVN",
                            field(2, Hl7MessageBuilder.formatTime(metadata.reportedAt())),
                            field(6, Hl7MessageBuilder.formatTime(movedAt)))
                    .pidSegment(
                            journey.person(),
                            Hl7MessageBuilder.cx(stay.number(), "GAM", IdentifierGenerator.VISIT_OID, "AN"))
                    .segment(
                            "PV1",
                            field(1, "1"),
                            field(2, stay.patientClass()),
                            field(3, stay.location()),
                            field(
                                    6,
                                    stay.unit() == stay.previousUnit()
                                            ? ""
                                            : stay.previousUnit().code()),
                            field(7, Hl7MessageBuilder.xcn(stay.doctor())),
                            field(19, Hl7MessageBuilder.cx(stay.number(), "GAM", IdentifierGenerator.VISIT_OID, "VN")),
                            field(44, Hl7MessageBuilder.formatTime(stay.since())),
                            field(45, isDischarge ? Hl7MessageBuilder.formatTime(movedAt) : ""))
                    .segment(
                            "ZBE",
                            field(
                                    1,
                                    Hl7MessageBuilder.ei(
                                            stay.lastMovement(),
                                            SourceApplication.GAM,
                                            IdentifierGenerator.MOVEMENT_OID)),
                            field(2, Hl7MessageBuilder.formatTime(movedAt)),
                            field(4, action),
                            field(5, "N"),
                            field(6, originalTrigger),
                            field(
                                    7,
                                    Hl7MessageBuilder.escape(stay.unit().label()) + "^^^^^GAM&"
                                            + IdentifierGenerator.UNIT_OID + "&ISO^UF^^^"
                                            + stay.unit().code()),
                            field(9, nature))
                    .toBytes();
        });
    }
}
