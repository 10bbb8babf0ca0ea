package org.parcours.standalone.demo.source;

import static org.parcours.standalone.demo.source.Hl7.at;

import java.util.Map;
import org.parcours.standalone.demo.world.Numbers;
import tools.jackson.databind.node.ObjectNode;

/**
 * Applications that speak as their makers liked: what they mean, a file each says ({@code examples/applications}), which the
 * demo loads.
 */
final class OwnWords {

    private static final Map<String, String> COURSE =
            Map.of("PLANNED", "prescrite", "IN_PROGRESS", "preparee", "DONE", "administree", "CANCELLED", "annulee");
    private static final Map<String, String> TRAY =
            Map.of("PLANNED", "I", "IN_PROGRESS", "I", "DONE", "F", "CANCELLED", "X");

    private OwnWords() {}

    /** {@code chemotherapy.yaml}: the life of a course, as JSON. */
    static byte[] chemotherapy(Script script, Telling telling, Care.Act act, String status, String remark) {
        return Fact.inOwnWords(SourceApplication.CHIMIO, "fr.hopital.chimio.cure", telling, data -> {
            data.putObject("patient")
                    .put("ipp", script.person().ipp())
                    .put("statutIdentite", script.person().ins().isPresent() ? "VALI" : "PROV");
            script.stay().ifPresent(stay -> data.put("sejour", stay.number()));
            ObjectNode course = data.putObject("cure")
                    .put("id", act.number())
                    .put("etat", COURSE.get(status))
                    .put("protocole", act.title())
                    .put("cycle", act.title().replaceAll("\\D+", ""))
                    .put("jour", "J1");
            course.put(status.equals("DONE") ? "administreeLe" : "prevueLe", Fact.time(telling.occurredAt()));
            if (!remark.isEmpty()) {
                course.put("remarque", remark);
            }
        });
    }

    /** {@code sterilisation.yaml}: as if it were a laboratory. */
    static byte[] sterilisation(Script script, Telling telling, Care.Act act, String status, String remark) {
        return Hl7.message(SourceApplication.STERILISATION, "ORU^R01^ORU_R01", telling)
                .pid(script.person(), "")
                .segment("PV1", Visits.pv1(script.stay()))
                .segment("ORC", at(1, "RE"), at(9, Hl7.time(telling.occurredAt())))
                .segment(
                        "OBR",
                        at(1, "1"),
                        at(3, Hl7.ei(act.number(), SourceApplication.STERILISATION, Numbers.ORDER)),
                        at(4, Hl7.coded("BOITE", act.title(), "L")),
                        at(7, Hl7.time(telling.occurredAt())),
                        at(22, Hl7.time(telling.occurredAt())),
                        at(24, "STE"),
                        at(25, TRAY.get(status)))
                .segment(
                        "OBX",
                        at(1, "1"),
                        at(2, "ST"),
                        at(3, "CYC"),
                        at(5, Hl7.escaped(remark.isEmpty() ? "Prion 134 °C, 18 min" : remark)),
                        at(11, "F"),
                        at(18, "AUTOCLAVE 2"))
                .bytes();
    }

    /** {@code pharmacy.yaml}: a nominative tray has been made up. */
    static byte[] tray(Script script, Telling telling, String number, String title) {
        return Hl7.message(SourceApplication.ROBOT_PHARMACIE, "ZPH^Z10^ZPH_Z10", telling)
                .pid(script.person(), "")
                .segment("PV1", Visits.pv1(script.stay()))
                .segment(
                        "ORC",
                        at(1, "SC"),
                        at(3, Hl7.ei(number, SourceApplication.ROBOT_PHARMACIE, Numbers.ORDER)),
                        at(5, "CM"),
                        at(9, Hl7.time(telling.occurredAt())),
                        at(10, "^Automate 1"))
                .segment("RXD", at(1, "1"), at(2, Hl7.coded("PILULIER", title, "L")), at(13, "Chariot B"))
                .bytes();
    }

    /** {@code laboratory.yaml}: a tube on its way. */
    static byte[] transport(Script script, Telling telling, String number, String material, String status) {
        return Hl7.message(SourceApplication.COURSIERS, "ZLB^Z01^ZLB_Z01", telling)
                .pid(script.person(), "")
                .segment("PV1", Visits.pv1(script.stay()))
                .segment(
                        "ORC",
                        at(1, "SC"),
                        at(5, status),
                        at(9, Hl7.time(telling.occurredAt())),
                        at(10, "^Pneumatique 3"))
                .segment("SPM", at(1, "1"), at(2, number), at(4, Hl7.coded("TUBE", material, "L")))
                .bytes();
    }
}
