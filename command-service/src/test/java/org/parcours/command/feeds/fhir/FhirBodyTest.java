package org.parcours.command.feeds.fhir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.parcours.command.feeds.fhir.FhirErrorsTest.assertOutcome;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.http.HttpResponse;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.Function;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.parcours.command.message.Fact;

/** The media types, encodings and character sets of bodies. */
class FhirBodyTest {

    private static final String NAME = "ÉTÉ-DÉJÀ";
    private static final String PATIENT = FhirErrorsTest.PATIENT.replace("ESSAI", NAME);
    private static final String IN_XML = """
            <?xml version="1.0" encoding="%s"?>
            <Patient xmlns="http://hl7.org/fhir"><identifier><system value="urn:oid:2.999.10.1"/><value value="12"/>
            </identifier><name><family value="%s"/></name></Patient>""";

    private static FhirHttpServer server;

    @BeforeAll
    static void start() {
        server = new FhirHttpServer("parcours.fhir.max-body=1MB");
    }

    @BeforeEach
    void clear() {
        server.clear();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/fhir+json",
                "application/json",
                "text/json",
                "application/json+fhir",
                "application/fhir+xml",
                "application/xml",
                "text/xml",
                "application/xml+fhir",
                "APPLICATION/FHIR+JSON; CHARSET=\"UTF-8\"",
                "application/fhir+json; charset=utf8; fhirVersion=4.0"
            })
    void each_media_type_of_fhir_is_accepted(String mediaType) throws Exception {
        String body = mediaType.toLowerCase(Locale.ROOT).contains("xml") ? IN_XML.formatted("UTF-8", NAME) : PATIENT;

        assertRecorded(server.send("POST", "/fhir/Patient?source=EHR", body, "Content-Type", mediaType));
    }

    @Test
    void a_body_without_a_media_type_is_recognised_by_its_first_character() throws Exception {
        for (String body : new String[] {PATIENT, "\n " + PATIENT, IN_XML.formatted("UTF-8", NAME)}) {
            assertRecorded(server.send("POST", "/fhir/Patient?source=EHR", body));
        }
        HttpResponse<String> neither = server.send("POST", "/fhir/Patient?source=EHR", "MSH|^~\\&|");
        assertThat(neither.statusCode()).isEqualTo(415);
        assertOutcome(neither, "PARC-0545");
    }

    @ParameterizedTest
    @CsvSource({"iso-8859-1", "ISO-8859-15", "windows-1252", "utf-16", "utf-16le", "UTF-16BE", "utf-8", "ibm850"})
    void a_body_in_another_declared_character_set_has_the_same_letters(String charset) throws Exception {
        assertRecorded(server.send(
                "POST",
                "/fhir/Patient?source=EHR",
                PATIENT.getBytes(Charset.forName(charset)),
                "Content-Type",
                "application/fhir+json; charset=" + charset));
        assertThat(server.documents().contents()).contains(PATIENT.getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @CsvSource({"iso-8859-1,iso-8859-1", "windows-1252,UTF-8", "utf-16,utf-16", "utf-8,ISO-8859-1"})
    void the_declared_character_set_has_precedence_over_that_of_the_xml_declaration(String header, String declaration)
            throws Exception {
        assertRecorded(server.send(
                "POST",
                "/fhir/Patient?source=EHR",
                IN_XML.formatted(declaration, NAME).getBytes(Charset.forName(header)),
                "Content-Type",
                "application/fhir+xml; charset=" + header));
    }

    @Test
    void what_is_declared_as_latin_1_may_be_windows_1252() throws Exception {
        String name = "L’ŒUVRE";
        server.send(
                "POST",
                "/fhir/Patient?source=EHR",
                PATIENT.replace(NAME, name).getBytes(Charset.forName("windows-1252")),
                "Content-Type",
                "application/fhir+json; charset=iso-8859-1");
        assertThat(recordedText()).contains(name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"iso-8859-1", "windows-1252", "iso-8859-15"})
    void bytes_in_utf_8_are_read_as_such_whatever_set_of_single_bytes_is_declared(String declared) throws Exception {
        assertRecorded(server.send(
                "POST",
                "/fhir/Patient?source=EHR",
                PATIENT.getBytes(StandardCharsets.UTF_8),
                "Content-Type",
                "application/fhir+json; charset=" + declared));
    }

    @Test
    void a_character_set_that_is_unknown_or_another_one_is_rejected() throws Exception {
        HttpResponse<String> unknown = server.send(
                "POST", "/fhir/Patient", PATIENT, "Content-Type", "application/fhir+json; charset=nonsense-8");
        assertThat(unknown.statusCode()).isEqualTo(415);
        assertOutcome(unknown, "PARC-0546");

        HttpResponse<String> other = server.send(
                "POST", "/fhir/Patient", PATIENT, "Content-Type", "application/fhir+json; charset=us-ascii");
        assertThat(other.statusCode()).isEqualTo(400);
        assertOutcome(other, "PARC-0547");
        assertThat(server.recorder().messages()).isEmpty();
    }

    @Test
    void a_compressed_body_is_read() throws Exception {
        assertRecorded(compressed("gzip", compress(PATIENT, out -> gzip(out))));
        assertRecorded(compressed("x-gzip", compress(PATIENT, out -> gzip(out))));
        assertRecorded(compressed("GZIP", compress(PATIENT, out -> gzip(out))));
        assertRecorded(compressed("deflate", compress(PATIENT, DeflaterOutputStream::new)));
        assertRecorded(
                compressed("deflate", compress(PATIENT, out -> new DeflaterOutputStream(out, new Deflater(9, true)))));
        assertRecorded(compressed("identity", PATIENT.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void a_compressed_body_counts_with_its_full_length() throws Exception {
        byte[] bomb = compress(" ".repeat(20_000_000) + PATIENT, out -> gzip(out));
        assertThat(bomb.length).isLessThan(100_000);

        HttpResponse<String> response = compressed("gzip", bomb);

        assertThat(response.statusCode()).isEqualTo(413);
        assertOutcome(response, "PARC-0514");
    }

    @Test
    void a_body_without_its_declared_compression_is_rejected() throws Exception {
        byte[] cut = compress(PATIENT, out -> gzip(out));
        for (byte[] body : new byte[][] {PATIENT.getBytes(StandardCharsets.UTF_8), Arrays.copyOf(cut, 40)}) {
            HttpResponse<String> response = compressed("gzip", body);
            assertThat(response.statusCode()).isEqualTo(400);
            assertOutcome(response, "PARC-0547");
        }
    }

    @Test
    void a_stream_of_empty_compressed_members_does_no_harm() throws Exception {
        ByteArrayOutputStream members = new ByteArrayOutputStream();
        byte[] empty = compress("", out -> gzip(out));
        for (int i = 0; i < 40_000; i++) {
            members.writeBytes(empty);
        }
        assertThat(compressed("gzip", members.toByteArray()).statusCode()).isEqualTo(400);
    }

    @Test
    void another_compression_is_rejected_with_those_that_are_read() throws Exception {
        for (String encoding : new String[] {"br", "zstd", "gzip, gzip"}) {
            HttpResponse<String> response = compressed(encoding, new byte[10]);
            assertThat(response.statusCode()).isEqualTo(415);
            assertOutcome(response, "PARC-0546");
            assertThat(response.headers().firstValue("Accept-Encoding")).contains("gzip, deflate");
        }
    }

    private HttpResponse<String> compressed(String encoding, byte[] body) throws Exception {
        return server.send(
                "POST",
                "/fhir/Patient?source=EHR",
                body,
                "Content-Type",
                "application/fhir+json",
                "Content-Encoding",
                encoding);
    }

    private void assertRecorded(HttpResponse<String> response) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(201);
        assertThat(recordedText()).contains(NAME);
    }

    private String recordedText() {
        return server.recorder().messages().getLast().facts().stream()
                .map(Fact::toString)
                .reduce("", String::concat);
    }

    private static OutputStream gzip(OutputStream out) {
        try {
            return new GZIPOutputStream(out);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static byte[] compress(String text, Function<OutputStream, OutputStream> compression) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = compression.apply(bytes)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }
}
