package org.parcours.command.configuration;

import java.util.List;
import org.parcours.command.feeds.files.CloudEventFileFormat;
import org.parcours.command.feeds.files.FhirFileFormat;
import org.parcours.command.feeds.files.FileFormat;
import org.parcours.command.feeds.files.FileImportProperties;
import org.parcours.command.feeds.files.FileImporter;
import org.parcours.command.feeds.files.Hl7FileFormat;
import org.parcours.command.intake.cloudevents.CloudEventParser;
import org.parcours.command.intake.fhir.FhirMessageParser;
import org.parcours.command.intake.hl7.Hl7MessageParser;
import org.parcours.command.processing.MessageProcessor;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The import of files. Each supported file format is a bean. */
@Configuration(proxyBeanMethods = false)
class FileImportConfiguration {

    @Bean
    FileFormat hl7FileFormat(Hl7MessageParser parser) {
        return new Hl7FileFormat(parser);
    }

    @Bean
    FileFormat cloudEventFileFormat(CloudEventParser parser) {
        return new CloudEventFileFormat(parser);
    }

    @Bean
    FileFormat fhirFileFormat(FhirMessageParser parser, FileImportProperties properties) {
        return new FhirFileFormat(parser.forSource(properties.source()));
    }

    @Bean
    FileImporter fileImporter(
            List<FileFormat> formats,
            MessageProcessor processor,
            StoreFactory stores,
            FileImportProperties properties) {
        return new FileImporter(formats, processor, stores.importCheckpoints(), properties);
    }
}
