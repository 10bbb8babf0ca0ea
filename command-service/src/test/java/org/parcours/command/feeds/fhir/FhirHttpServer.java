package org.parcours.command.feeds.fhir;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.parcours.command.documents.DocumentStore;
import org.parcours.command.documents.FakeDocumentStore;
import org.parcours.command.http.RequestConfiguration;
import org.parcours.command.intake.fhir.directory.ReferenceDirectory;
import org.parcours.command.processing.FakeMessageRecorder;
import org.parcours.command.processing.FakeQuarantine;
import org.parcours.command.processing.MessageProcessor;
import org.parcours.command.processing.TestPipeline;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.servlet.autoconfigure.HttpEncodingAutoConfiguration;
import org.springframework.boot.servlet.autoconfigure.MultipartAutoConfiguration;
import org.springframework.boot.tomcat.autoconfigure.servlet.TomcatServletWebServerAutoConfiguration;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.WebMvcAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.error.ErrorMvcAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/** {@code /fhir} behind a real servlet container, with the filters of Spring Boot; what it records is in memory. */
final class FhirHttpServer implements AutoCloseable {

    private static final List<String> DEFAULTS = List.of(
            "server.port=0",
            "server.address=127.0.0.1",
            "spring.threads.virtual.enabled=true",
            "spring.main.banner-mode=off",
            "parcours.request.permit-wait=200ms");

    private final ConfigurableApplicationContext application;
    private final HttpClient client = HttpClient.newHttpClient();

    /** Not annotated as configuration, which the component scan of other tests would find. */
    @ImportAutoConfiguration({
        TomcatServletWebServerAutoConfiguration.class,
        DispatcherServletAutoConfiguration.class,
        WebMvcAutoConfiguration.class,
        ErrorMvcAutoConfiguration.class,
        HttpEncodingAutoConfiguration.class,
        MultipartAutoConfiguration.class
    })
    @Import({RequestConfiguration.class, FhirConfiguration.class})
    static class Application {

        @Bean
        FakeMessageRecorder recorder() {
            return new FakeMessageRecorder();
        }

        @Bean
        FakeQuarantine quarantine() {
            return new FakeQuarantine();
        }

        @Bean
        MessageProcessor processor(FakeMessageRecorder recorder, FakeQuarantine quarantine) {
            return TestPipeline.processor(recorder, quarantine);
        }

        @Bean
        DocumentStore documents() {
            return new FakeDocumentStore();
        }

        @Bean
        ReferenceDirectory directory() {
            return ReferenceDirectory.none();
        }

        @Bean
        Clock clock() {
            return Clock.systemUTC();
        }
    }

    FhirHttpServer(String... properties) {
        Map<String, String> all = new LinkedHashMap<>();
        Stream.concat(DEFAULTS.stream(), Stream.of(properties))
                .map(property -> property.split("=", 2))
                .forEach(property -> all.put(property[0], property[1]));
        application = new SpringApplicationBuilder(Application.class)
                .run(all.entrySet().stream().map(each -> "--" + each).toArray(String[]::new));
    }

    int port() {
        return ((ServletWebServerApplicationContext) application).getWebServer().getPort();
    }

    FakeMessageRecorder recorder() {
        return application.getBean(FakeMessageRecorder.class);
    }

    FakeQuarantine quarantine() {
        return application.getBean(FakeQuarantine.class);
    }

    FakeDocumentStore documents() {
        return application.getBean(FakeDocumentStore.class);
    }

    /** Forgets what was recorded, rejected and stored. */
    void clear() {
        recorder().clear();
        quarantine().clear();
        documents().clear();
    }

    /** @param headers names and values */
    HttpResponse<String> send(String method, String path, byte[] body, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path))
                .method(method, body.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), BodyHandlers.ofString());
    }

    HttpResponse<String> send(String method, String path, String body, String... headers) throws Exception {
        return send(method, path, body.getBytes(StandardCharsets.UTF_8), headers);
    }

    HttpResponse<String> post(String path, String body, String... headers) throws Exception {
        String[] all = Stream.concat(Stream.of("Content-Type", "application/fhir+json"), Stream.of(headers))
                .toArray(String[]::new);
        return send("POST", path, body, all);
    }

    /** A connection on which a test writes what no client library would. */
    Socket connect() throws IOException {
        Socket socket = new Socket("127.0.0.1", port());
        socket.setSoTimeout(20_000);
        return socket;
    }

    /** Sends the bytes of a request as they are, and reads until the server closes the connection. */
    String raw(String request) throws IOException {
        try (Socket socket = connect()) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Override
    public void close() {
        application.close();
    }
}
