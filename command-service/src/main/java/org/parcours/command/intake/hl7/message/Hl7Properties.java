package org.parcours.command.intake.hl7.message;

import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How this hospital's HL7 v2 is to be understood.
 *
 * @param zone the zone of times that are told without an offset
 * @param authorities the OID of assigning authorities that some senders call by name only: {@code CPAGE=1.2.250.…}
 * @param operatingRooms how the names of operating rooms begin; a letter may not follow ({@code OR} is not ORTHO)
 * @param imagingSections OBR-24 of imaging
 * @param imagingWords whole words of OBR-4 that say imaging where OBR-24 is silent
 * @param letterTypes TXA-2 or OBX-3 of a discharge letter
 * @param reportTypes TXA-2 of a report of imaging
 * @param maxSegments of one message
 * @param maxText characters of one observed value; a longer one is kept as a document, and the event tells how it begins
 */
@ConfigurationProperties("parcours.hl7")
public record Hl7Properties(
        @DefaultValue("Europe/Paris") ZoneId zone,
        @DefaultValue Map<String, String> authorities,
        @DefaultValue({"BLOC", "OR", "THEATRE"}) List<String> operatingRooms,

        @DefaultValue({
            "RAD", "RX", "CT", "MR", "MRI", "NMR", "US", "RUS", "OUS", "VUS", "CUS", "NMS", "NM", "XRC", "XR", "XA",
            "CR", "DX", "MG", "PET"
        })
        List<String> imagingSections,

        @DefaultValue({
            "MRI",
            "IRM",
            "MR",
            "CT",
            "SCANNER",
            "ANGIOSCANNER",
            "TDM",
            "TOMODENSITOMETRIE",
            "RADIO",
            "RADIOGRAPHIE",
            "RADIOLOGIE",
            "RADIOGRAPHY",
            "RADIOLOGY",
            "X-RAY",
            "XRAY",
            "XR",
            "ECHOGRAPHIE",
            "ECHO",
            "ULTRASOUND",
            "US",
            "DOPPLER",
            "MAMMOGRAPHIE",
            "MAMMOGRAPHY",
            "MAMMO",
            "SCINTIGRAPHIE",
            "PET",
            "TEP"
        })
        List<String> imagingWords,

        @DefaultValue({"DS", "TS", "LDL", "11490-0", "34105-7", "34112-3", "18842-5"})
        List<String> letterTypes,

        @DefaultValue({"DI", "18748-4"}) List<String> reportTypes,
        @DefaultValue("50000") int maxSegments,
        @DefaultValue("20000") int maxText) {

    public Hl7Properties {
        authorities = Map.copyOf(authorities);
        operatingRooms = List.copyOf(operatingRooms);
        imagingSections = List.copyOf(imagingSections);
        imagingWords = List.copyOf(imagingWords);
        letterTypes = List.copyOf(letterTypes);
        reportTypes = List.copyOf(reportTypes);
    }
}
