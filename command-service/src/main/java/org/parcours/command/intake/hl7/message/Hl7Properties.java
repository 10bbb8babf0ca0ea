package org.parcours.command.intake.hl7.message;

import java.nio.charset.Charset;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The hospital's conventions for HL7 v2.
 *
 * @param zone the time zone of times without an offset
 * @param zones the time zones of applications (MSH-3) in another zone than the hospital's
 * @param charsets the character set of the messages of applications (MSH-3) whose MSH-18 is empty or wrong
 * @param authorities OIDs of assigning authorities that some senders identify by name only: {@code CPAGE=1.2.250.…}
 * @param defaultAuthorities the authority of identifiers that a sender gives without one, by sender: {@code
 *     APPLICATION@FACILITY}, {@code APPLICATION} or {@code @FACILITY}; an OID, or any other name
 * @param acceptedProcessingIds values of MSH-11.1 that are recorded; other messages (T: training, D: debugging) are kept
 *     aside
 * @param operatingRooms prefixes of the names of operating rooms; no letter may follow ({@code OR} does not match
 *     ORTHO)
 * @param imagingSections values of OBR-24 that mean imaging
 * @param imagingWords whole words of OBR-4 that mean imaging if OBR-24 is empty
 * @param letterTypes values of TXA-2 or OBX-3 that mean a discharge letter
 * @param reportTypes values of TXA-2 that mean an imaging report
 * @param maxSegments maximum number of segments of one message
 * @param maxText maximum number of characters of one observed value; a longer one is stored as a document, and the
 *     event contains its beginning
 */
@ConfigurationProperties("parcours.hl7")
public record Hl7Properties(
        @DefaultValue("Europe/Paris") ZoneId zone,
        @DefaultValue Map<String, ZoneId> zones,
        @DefaultValue Map<String, Charset> charsets,
        @DefaultValue Map<String, String> authorities,
        @DefaultValue Map<String, String> defaultAuthorities,
        @DefaultValue("P") List<String> acceptedProcessingIds,
        @DefaultValue({"BLOC", "OR", "THEATRE"}) List<String> operatingRooms,

        @DefaultValue({
            "RAD", "RX", "CT", "MR", "MRI", "NMR", "US", "RUS", "OUS", "VUS", "CUS", "NMS", "NM", "XRC", "XR", "XA",
            "CR", "DX", "MG", "PET"
        })
        List<String> imagingSections,

        @DefaultValue({
            "MRI", "IRM", "MR", "CT", "SCANNER", "ANGIOSCANNER", "TDM",
            "TOMODENSITOMETRIE", "RADIO", "RADIOGRAPHIE", "RADIOLOGIE", "RADIOGRAPHY", "RADIOLOGY", "X-RAY",
            "XRAY", "XR", "ECHOGRAPHIE", "ECHO", "ULTRASOUND", "US", "DOPPLER",
            "MAMMOGRAPHIE", "MAMMOGRAPHY", "MAMMO", "SCINTIGRAPHIE", "PET", "TEP"
        })
        List<String> imagingWords,

        @DefaultValue({"DS", "TS", "LDL", "11490-0", "34105-7", "34112-3", "18842-5"})
        List<String> letterTypes,

        @DefaultValue({"DI", "18748-4"}) List<String> reportTypes,
        @DefaultValue("50000") int maxSegments,
        @DefaultValue("20000") int maxText) {

    public Hl7Properties {
        zones = Map.copyOf(zones);
        charsets = Map.copyOf(charsets);
        authorities = Map.copyOf(authorities);
        defaultAuthorities = Map.copyOf(defaultAuthorities);
        acceptedProcessingIds = List.copyOf(acceptedProcessingIds);
        operatingRooms = List.copyOf(operatingRooms);
        imagingSections = List.copyOf(imagingSections);
        imagingWords = List.copyOf(imagingWords);
        letterTypes = List.copyOf(letterTypes);
        reportTypes = List.copyOf(reportTypes);
    }
}
