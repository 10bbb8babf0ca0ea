package org.parcours.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** What can be known of docker-compose.yml and the Dockerfiles without a Docker. */
class DockerComposeTest {

    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    private final Map<String, Object> compose = read();
    private final Map<String, Object> services = map(compose, "services");

    @Test
    void there_are_the_three_stores_and_the_two_services() {
        assertThat(services).containsOnlyKeys("postgres", "mongodb", "kafka", "command-service", "query-service");
    }

    @Test
    void every_service_has_a_health_check_limits_and_a_fixed_version() {
        services.keySet().forEach(name -> {
            Map<String, Object> service = map(services, name);
            assertThat(map(service, "healthcheck")).as(name).containsKeys("test", "interval", "timeout", "retries");
            assertThat(map(map(map(service, "deploy"), "resources"), "limits"))
                    .as(name)
                    .containsKeys("cpus", "memory");
            assertThat(service.get("restart")).as(name).isEqualTo("unless-stopped");
            assertThat(service.containsKey("build")
                            || service.get("image").toString().matches(".+:\\d[\\w.]*"))
                    .as(name)
                    .isTrue();
        });
    }

    @Test
    void only_the_ports_of_the_contract_are_open() {
        assertThat(map(services, "command-service").get("ports")).isEqualTo(List.of("8081:8081", "2575:2575"));
        assertThat(map(services, "query-service").get("ports")).isEqualTo(List.of("8080:8080"));
        assertThat(Stream.of("postgres", "mongodb", "kafka").map(name -> map(services, name)))
                .allSatisfy(service -> assertThat(service).doesNotContainKey("ports"));
    }

    @Test
    void services_wait_until_their_stores_are_healthy() {
        assertThat(map(map(services, "command-service"), "depends_on")).containsOnlyKeys("postgres", "kafka");
        assertThat(map(map(services, "query-service"), "depends_on")).containsOnlyKeys("mongodb", "kafka");
        for (String name : List.of("command-service", "query-service")) {
            Map<String, Object> needed = map(map(services, name), "depends_on");
            needed.keySet()
                    .forEach(store -> assertThat(map(needed, store)).containsEntry("condition", "service_healthy"));
        }
    }

    @Test
    void stores_keep_their_data_in_named_volumes() {
        Map<String, Object> volumes = map(compose, "volumes");
        for (String name : List.of("postgres", "mongodb", "kafka")) {
            assertThat((List<?>) map(services, name).get("volumes"))
                    .as(name)
                    .isNotEmpty()
                    .allSatisfy(volume ->
                            assertThat(volumes).containsKey(volume.toString().split(":")[0]));
        }
    }

    @Test
    void images_are_layered_run_as_nobody_in_particular_and_tell_their_health() throws IOException {
        for (String name : List.of("command-service", "query-service")) {
            Map<String, Object> build = map(map(services, name), "build");
            Path dockerfile = ROOT.resolve(build.get("dockerfile").toString());
            assertThat(dockerfile).isRegularFile();
            assertThat(Files.readString(dockerfile))
                    .contains("extract --layers", "USER parcours", "HEALTHCHECK", "/actuator/health/readiness")
                    .contains("AOTCacheOutput", "eclipse-temurin:25-jre");
        }
    }

    private static Map<String, Object> read() {
        try {
            return new Yaml(new SafeConstructor(new LoaderOptions()))
                    .load(Files.readString(ROOT.resolve("docker-compose.yml")));
        } catch (IOException e) {
            throw new IllegalStateException("docker-compose.yml", e);
        }
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> map(Map<String, Object> in, String name) {
        assertThat(in).containsKey(name);
        return (Map<String, Object>) in.get(name);
    }
}
