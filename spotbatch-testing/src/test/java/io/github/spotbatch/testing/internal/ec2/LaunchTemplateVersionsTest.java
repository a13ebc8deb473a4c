package io.github.spotbatch.testing.internal.ec2;

import static io.github.spotbatch.testing.internal.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import io.github.spotbatch.testing.internal.Neighbours;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.LaunchTemplate;
import software.amazon.awssdk.services.ec2.model.LaunchTemplateVersion;

class LaunchTemplateVersionsTest {

  private final Neighbours neighbours = new Neighbours();
  private final Ec2Client ec2 = neighbours.ec2();

  @Test
  void createVersion_fromSource_takesWhatIsLeftOpen() {
    create("hosts");

    ec2.createLaunchTemplateVersion(
        it ->
            it.launchTemplateName("hosts")
                .sourceVersion("1")
                .launchTemplateData(data -> data.keyName("key")));
    ec2.createLaunchTemplateVersion(
        it -> it.launchTemplateName("hosts").launchTemplateData(data -> data.keyName("other")));

    assertThat(version("hosts", "2").launchTemplateData().imageId()).isEqualTo("ami-1");
    assertThat(version("hosts", "2").launchTemplateData().keyName()).isEqualTo("key");
    assertThat(version("hosts", "3").launchTemplateData().imageId()).isNull();
    assertThat(ec2.describeLaunchTemplates().launchTemplates().get(0).latestVersionNumber())
        .isEqualTo(3);
  }

  @Test
  void version_latestAndDefault_followTheTemplate() {
    create("hosts");
    addVersion("hosts");

    assertThat(version("hosts", "$Latest").versionNumber()).isEqualTo(2);
    assertThat(version("hosts", "$Default").versionNumber()).isEqualTo(1);

    ec2.modifyLaunchTemplate(it -> it.launchTemplateName("hosts").defaultVersion("2"));

    assertThat(version("hosts", "$Default").versionNumber()).isEqualTo(2);
    assertThat(version("hosts", "1").defaultVersion()).isFalse();
  }

  @Test
  void version_thatIsNot_isRefused() {
    String id = create("hosts").launchTemplateId();
    String text = "Could not find the specified version 3 for the launch template with ID ";

    assertRefused(
        () -> version("hosts", "3"),
        "InvalidLaunchTemplateId.VersionNotFound",
        400,
        text + id + ".");
    assertRefused(
        () -> ec2.modifyLaunchTemplate(it -> it.launchTemplateId(id).defaultVersion("3")),
        "InvalidLaunchTemplateId.VersionNotFound",
        400,
        text + id + ".");
    assertRefused(
        () ->
            ec2.createLaunchTemplateVersion(
                it ->
                    it.launchTemplateId(id)
                        .sourceVersion("3")
                        .launchTemplateData(data -> data.keyName("key"))),
        "InvalidLaunchTemplateId.VersionNotFound",
        400,
        text + id + ".");
  }

  @Test
  void describe_rangeAndFilter_chooseVersions() {
    create("hosts");
    addVersion("hosts");
    addVersion("hosts");

    assertThat(
            ec2.describeLaunchTemplateVersions(
                    it -> it.launchTemplateName("hosts").minVersion("2").maxVersion("2"))
                .launchTemplateVersions())
        .extracting(LaunchTemplateVersion::versionNumber)
        .containsExactly(2L);
    assertThat(
            ec2.describeLaunchTemplateVersions(
                    it ->
                        it.launchTemplateName("hosts")
                            .filters(filter("is-default-version", "true")))
                .launchTemplateVersions())
        .extracting(LaunchTemplateVersion::versionNumber)
        .containsExactly(1L);
  }

  @Test
  void describe_latestOfAllTemplates_needsNoTemplate() {
    create("hosts");
    create("others");
    addVersion("others");

    assertThat(
            ec2.describeLaunchTemplateVersions(it -> it.versions("$Latest"))
                .launchTemplateVersions())
        .extracting(LaunchTemplateVersion::launchTemplateName, LaunchTemplateVersion::versionNumber)
        .containsExactlyInAnyOrder(tuple("hosts", 1L), tuple("others", 2L));
    assertRefused(
        () -> ec2.describeLaunchTemplateVersions(it -> it.versions("1")),
        "MissingParameter",
        400,
        "The request must contain the parameter launch template ID or launch template name");
  }

  @Test
  void deleteVersions_someOfThem_tellsEachOnesFate() {
    create("hosts");
    addVersion("hosts");

    var answer =
        ec2.deleteLaunchTemplateVersions(
            it -> it.launchTemplateName("hosts").versions("1", "2", "9"));

    assertThat(answer.successfullyDeletedLaunchTemplateVersions())
        .singleElement()
        .satisfies(item -> assertThat(item.versionNumber()).isEqualTo(2));
    assertThat(answer.unsuccessfullyDeletedLaunchTemplateVersions())
        .extracting(item -> item.versionNumber() + " " + item.responseError().codeAsString())
        .containsExactly("1 unexpectedError", "9 launchTemplateVersionDoesNotExist");
    addVersion("hosts");
    assertThat(version("hosts", "$Latest").versionNumber()).isEqualTo(3);
  }

  private LaunchTemplate create(String name) {
    return ec2.createLaunchTemplate(
            it -> it.launchTemplateName(name).launchTemplateData(data -> data.imageId("ami-1")))
        .launchTemplate();
  }

  private void addVersion(String name) {
    ec2.createLaunchTemplateVersion(
        it -> it.launchTemplateName(name).launchTemplateData(data -> data.imageId("ami-2")));
  }

  private LaunchTemplateVersion version(String name, String version) {
    return ec2.describeLaunchTemplateVersions(it -> it.launchTemplateName(name).versions(version))
        .launchTemplateVersions()
        .get(0);
  }

  private static Filter filter(String name, String value) {
    return Filter.builder().name(name).values(value).build();
  }
}
