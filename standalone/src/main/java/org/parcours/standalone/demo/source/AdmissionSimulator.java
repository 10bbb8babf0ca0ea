package org.parcours.standalone.demo.source;

import static org.parcours.standalone.demo.source.Hl7MessageBuilder.field;
import static org.parcours.standalone.demo.source.Hl7MessageBuilder.formatTime;

import java.time.Duration;
import java.time.Instant;
import org.parcours.standalone.demo.masterdata.Doctor;
import org.parcours.standalone.demo.masterdata.HospitalUnit;
import org.parcours.standalone.demo.masterdata.IdentifierGenerator;

/** Simulates patient administration: stays and their movements (IHE PAM France, segment ZBE). */
public final class AdmissionSimulator {

    private final PatientJourneyMessageGenerator journey;

    AdmissionSimulator(PatientJourneyMessageGenerator journey) {
        this.journey = journey;
    }

    public void preAdmit(HospitalUnit unit, Duration delay) {
        Stay expected = openStay("I", unit, journey.timeAfter(delay));
        sendMovement("ADT^A05^ADT_A05", expected.withPatientClass("P"), "INSERT", "", "HMS");
    }

    public void cancelPreAdmission() {
        journey.markNextMessage(SimulatedFaultOrChange.PRE_ADMISSION_CANCELLED);
        sendMovement("ADT^A38^ADT_A38", currentStay().withPatientClass("P"), "CANCEL", "A05", "HMS");
        journey.endStay();
    }

    /** A01: admits an inpatient, with or without a pre-admission. */
    public void admit(HospitalUnit unit) {
        Stay stay = journey.stay()
                .map(expected -> moved(expected, unit))
                .orElseGet(() -> openStay("I", unit, journey.now()));
        insertMovement("ADT^A01^ADT_A01", stay, "HMS");
    }

    /** A04: registers an outpatient (O), a recurring patient (R) or an emergency patient (E). */
    public void register(String patientClass, HospitalUnit unit) {
        insertMovement("ADT^A04^ADT_A01", openStay(patientClass, unit, journey.now()), "HMS");
    }

    /** A06: an emergency patient or outpatient becomes an inpatient. */
    public void hospitalise(HospitalUnit unit) {
        insertMovement("ADT^A06^ADT_A06", moved(currentStay().withPatientClass("I"), unit), "HMS");
    }

    public void transfer(HospitalUnit unit) {
        insertMovement("ADT^A02^ADT_A02", moved(currentStay(), unit), "HMS");
    }

    public void changeDoctor(Doctor doctor) {
        insertMovement("ADT^A54^ADT_A54", movedWithinUnit().withDoctor(doctor), "C");
    }

    public void startLeave() {
        insertMovement("ADT^A21^ADT_A21", movedWithinUnit(), "L");
    }

    public void endLeave() {
        insertMovement("ADT^A22^ADT_A21", movedWithinUnit(), "S");
    }

    public void discharge() {
        insertMovement("ADT^A03^ADT_A03", movedWithinUnit(), "S");
    }

    /** A12: cancels the transfer; the patient is in the previous unit. */
    public void cancelTransfer() {
        Stay stay = currentStay();
        journey.markNextMessage(SimulatedFaultOrChange.TRANSFER_CANCELLED);
        journey.setStay(stay.movedTo(stay.previousUnit(), stay.lastMovement(), stay.movedAt()));
        sendMovement("ADT^A12^ADT_A12", currentStay(), "CANCEL", "A02", "HMS");
    }

    public void cancelDischarge() {
        journey.markNextMessage(SimulatedFaultOrChange.DISCHARGE_CANCELLED);
        sendMovement("ADT^A13^ADT_A01", currentStay(), "CANCEL", "A03", "S");
    }

    public void cancelAdmission(String originalTrigger) {
        journey.markNextMessage(SimulatedFaultOrChange.ADMISSION_CANCELLED);
        sendMovement("ADT^A11^ADT_A09", currentStay(), "CANCEL", originalTrigger, "HMS");
        journey.endStay();
    }

    /** Z99: corrects the time of the newest movement. */
    public void correctMovement(String originalTrigger, Duration earlier) {
        Stay stay = currentStay();
        journey.markNextMessage(SimulatedFaultOrChange.MOVEMENT_CORRECTED);
        journey.setStay(
                stay.movedTo(stay.unit(), stay.lastMovement(), stay.movedAt().minus(earlier)));
        sendMovement("ADT^Z99^ADT_A05", currentStay(), "UPDATE", originalTrigger, "HMS");
    }

    /** Sends the newest movement again with another date, as an insertion, as some feeds do. */
    public void resendMovement(String type, Duration earlier) {
        journey.markNextMessage(SimulatedFaultOrChange.MOVEMENT_RESENT);
        sendMovement(type, currentStay().withMovedAt(currentStay().movedAt().minus(earlier)), "INSERT", "", "HMS");
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

    /** The stay after a new movement at the present time. */
    private Stay moved(Stay stay, HospitalUnit unit) {
        return stay.movedTo(unit, journey.nextNumber("M"), journey.now());
    }

    private Stay movedWithinUnit() {
        return moved(currentStay(), currentStay().unit());
    }

    private void insertMovement(String type, Stay stay, String nature) {
        journey.setStay(stay);
        sendMovement(type, stay, "INSERT", "", nature);
    }

    private void sendMovement(String type, Stay stay, String action, String originalTrigger, String nature) {
        HospitalUnit unit = stay.unit();
        String previousUnit =
                unit == stay.previousUnit() ? "" : stay.previousUnit().code();
        String movement =
                Hl7MessageBuilder.ei(stay.lastMovement(), SourceApplicationCode.GAM, IdentifierGenerator.MOVEMENT_OID);
        String responsibleUnit = Hl7MessageBuilder.escape(unit.label()) + "^^^^^GAM&" + IdentifierGenerator.UNIT_OID
                + "&ISO^UF^^^" + unit.code();
        journey.sendHl7(SourceApplicationCode.GAM, type, message -> {
            // In an accelerated journey a late message has an earlier occurredAt than the present time.
            Instant movedAt =
                    stay.movedAt().equals(journey.now()) ? message.metadata().occurredAt() : stay.movedAt();
            return message.evnSegment(movedAt)
                    .pidSegment(journey.person(), Hl7MessageBuilder.visitNumber(stay, "AN"))
                    .segment(
                            "PV1",
                            field(1, "1"),
                            field(2, stay.patientClass()),
                            field(3, stay.location()),
                            field(6, previousUnit),
                            field(7, Hl7MessageBuilder.xcn(stay.doctor())),
                            field(19, Hl7MessageBuilder.visitNumber(stay, "VN")),
                            field(44, formatTime(stay.since())),
                            field(45, type.startsWith("ADT^A03") ? formatTime(movedAt) : ""))
                    .segment(
                            "ZBE",
                            field(1, movement),
                            field(2, formatTime(movedAt)),
                            field(4, action),
                            field(5, "N"),
                            field(6, originalTrigger),
                            field(7, responsibleUnit),
                            field(9, nature));
        });
    }
}
