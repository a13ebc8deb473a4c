package io.github.spotbatch.testing.internal.ec2;

import static io.github.spotbatch.testing.internal.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.spotbatch.testing.internal.Neighbours;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.LaunchTemplate;
import software.amazon.awssdk.services.ec2.model.LaunchTemplateVersion;
import software.amazon.awssdk.services.ec2.model.ResourceType;

class LaunchTemplatesTest {

  private static final String ABSENT = "lt-07ff4bb0369cd679c";

  private final Neighbours neighbours = new Neighbours();
  private final Ec2Client ec2 = neighbours.ec2();

  @Nested
  class Create {

    @Test
    void create_dataAndTags_areShownAndKeptForBatch() {
      LaunchTemplate template =
          ec2.createLaunchTemplate(
                  it ->
                      it.launchTemplateName("hosts")
                          .versionDescription("first")
                          .tagSpecifications(
                              spec ->
                                  spec.resourceType(ResourceType.LAUNCH_TEMPLATE)
                                      .tags(tag -> tag.key("team").value("a")))
                          .launchTemplateData(
                              data ->
                                  data.imageId("ami-1")
                                      .keyName("key")
                                      .securityGroupIds("sg-1")
                                      .iamInstanceProfile(profile -> profile.name("p"))
                                      .blockDeviceMappings(
                                          device ->
                                              device
                                                  .deviceName("/dev/xvda")
                                                  .ebs(ebs -> ebs.volumeSize(100)))
                                      .tagSpecifications(
                                          spec ->
                                              spec.resourceType(ResourceType.INSTANCE)
                                                  .tags(tag -> tag.key("host").value("b")))))
              .launchTemplate();

      assertThat(template.launchTemplateId()).matches("lt-[0-9a-f]{17}");
      assertThat(template.defaultVersionNumber()).isEqualTo(1);
      assertThat(template.latestVersionNumber()).isEqualTo(1);
      assertThat(template.createTime()).isEqualTo(neighbours.time.now());
      assertThat(ec2.describeLaunchTemplates().launchTemplates()).containsExactly(template);
      assertThat(ec2.describeTags().tags())
          .singleElement()
          .satisfies(
              tag -> {
                assertThat(tag.resourceId()).isEqualTo(template.launchTemplateId());
                assertThat(tag.resourceType()).isEqualTo(ResourceType.LAUNCH_TEMPLATE);
              });
      var shown = version("hosts", "1");
      assertThat(shown.versionDescription()).isEqualTo("first");
      assertThat(shown.defaultVersion()).isTrue();
      assertThat(shown.launchTemplateData().blockDeviceMappings().get(0).ebs().volumeSize())
          .isEqualTo(100);
      assertThat(shown.launchTemplateData().hasNetworkInterfaces()).isFalse();
      LaunchTemplateData kept =
          neighbours
              .scope
              .ec2()
              .launchTemplates()
              .byName("hosts")
              .orElseThrow()
              .version(null)
              .orElseThrow()
              .data();
      assertThat(kept.imageId()).isEqualTo("ami-1");
      assertThat(kept.keyName()).isEqualTo("key");
      assertThat(kept.instanceProfile()).isEqualTo("p");
      assertThat(kept.securityGroupIds()).containsExactly("sg-1");
      assertThat(kept.instanceTags()).isEqualTo(Map.of("host", "b"));
    }

    @Test
    void create_groupsOfTheNetworkInterface_areKeptForBatch() {
      ec2.createLaunchTemplate(
          it ->
              it.launchTemplateName("hosts")
                  .launchTemplateData(
                      data -> data.networkInterfaces(network -> network.groups("sg-2"))));

      assertThat(
              neighbours
                  .scope
                  .ec2()
                  .launchTemplates()
                  .byName("hosts")
                  .orElseThrow()
                  .version(null)
                  .orElseThrow()
                  .data()
                  .securityGroupIds())
          .containsExactly("sg-2");
    }

    @Test
    void create_nameTaken_isRefused() {
      create("hosts");

      assertRefused(
          () -> create("hosts"),
          "InvalidLaunchTemplateName.AlreadyExistsException",
          400,
          "Launch template name already in use.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ab", "some illegal name"})
    void create_badName_isRefused(String name) {
      assertRefused(
          () -> create(name),
          "InvalidLaunchTemplateName.MalformedException",
          400,
          "A launch template name must be between 3 and 128 characters, and may contain letters,"
              + " numbers, and the following characters: - ( ) . / _.");
    }

    @Test
    void create_noData_isRefused() {
      assertRefused(
          () ->
              ec2.createLaunchTemplate(
                  it -> it.launchTemplateName("hosts").launchTemplateData(data -> {})),
          "MissingParameter",
          400,
          "The request must contain the parameter LaunchTemplateData");
      assertThat(ec2.describeLaunchTemplates().launchTemplates()).isEmpty();
    }

    @Test
    void create_sameTokenTwice_isCarriedOutOnce() {
      String first = createWithToken("hosts").launchTemplateId();

      assertThat(createWithToken("hosts").launchTemplateId()).isEqualTo(first);
      assertThatThrownBy(() -> createWithToken("others"))
          .hasMessageContaining("different parameters");
      assertThat(ec2.describeLaunchTemplates().launchTemplates()).hasSize(1);
    }

    private LaunchTemplate createWithToken(String name) {
      return ec2.createLaunchTemplate(
              it ->
                  it.launchTemplateName(name)
                      .clientToken("token")
                      .launchTemplateData(data -> data.imageId("ami-1")))
          .launchTemplate();
    }
  }

  @Nested
  class FindAndDelete {

    @Test
    void delete_byEither_freesTheName() {
      String id = create("hosts").launchTemplateId();
      ec2.deleteLaunchTemplate(it -> it.launchTemplateId(id));
      create("hosts");
      ec2.deleteLaunchTemplate(it -> it.launchTemplateName("hosts"));

      assertThat(ec2.describeLaunchTemplates().launchTemplates()).isEmpty();
    }

    @Test
    void find_absent_isRefusedById_byName_andInLists() {
      String byId =
          "The specified launch template, with template ID " + ABSENT + ", does not exist.";
      assertRefused(
          () -> ec2.deleteLaunchTemplate(it -> it.launchTemplateId(ABSENT)),
          "InvalidLaunchTemplateId.NotFound",
          400,
          byId);
      assertRefused(
          () -> ec2.createTags(it -> it.resources(ABSENT).tags(tag -> tag.key("a"))),
          "InvalidLaunchTemplateId.NotFound",
          400,
          byId);
      assertRefused(
          () -> ec2.describeLaunchTemplateVersions(it -> it.launchTemplateName("none")),
          "InvalidLaunchTemplateName.NotFoundException",
          400,
          "The specified launch template, with template name none, does not exist.");
      assertRefused(
          () -> ec2.describeLaunchTemplates(it -> it.launchTemplateNames("none")),
          "InvalidLaunchTemplateName.NotFoundException",
          400,
          "At least one of the launch templates specified in the request does not exist.");
      assertRefused(
          () -> ec2.describeLaunchTemplates(it -> it.launchTemplateIds(ABSENT)),
          "InvalidLaunchTemplateId.NotFound",
          400,
          "At least one of the launch templates specified in the request does not exist.");
      assertRefused(
          () -> ec2.deleteLaunchTemplate(it -> {}),
          "MissingParameter",
          400,
          "The request must contain the parameter launch template ID or launch template name");
    }

    @Test
    void find_idAndName_isRefused() {
      assertThatThrownBy(
              () ->
                  ec2.deleteLaunchTemplate(
                      it -> it.launchTemplateId(ABSENT).launchTemplateName("hosts")))
          .hasMessageContaining("Only one of");
    }

    @Test
    void describe_filters_matchNameAndTags() {
      create("hosts");
      String id = create("others").launchTemplateId();
      ec2.createTags(it -> it.resources(id).tags(tag -> tag.key("team").value("a")));

      assertThat(
              ec2.describeLaunchTemplates(it -> it.filters(filter("launch-template-name", "ho*")))
                  .launchTemplates())
          .hasSize(1);
      assertThat(
              ec2.describeLaunchTemplates(it -> it.filters(filter("tag:team", "a")))
                  .launchTemplates())
          .extracting(LaunchTemplate::launchTemplateId)
          .containsExactly(id);
    }

    @Test
    void describe_pages_areOfAtMost200() {
      create("hosts");
      create("others");
      addVersion("hosts");

      assertThat(ec2.describeLaunchTemplates(it -> it.maxResults(1)).launchTemplates()).hasSize(1);
      assertThat(ec2.describeLaunchTemplatesPaginator(it -> it.maxResults(1)).launchTemplates())
          .hasSize(2);
      assertThat(
              ec2.describeLaunchTemplateVersionsPaginator(
                      it -> it.launchTemplateName("hosts").maxResults(1))
                  .launchTemplateVersions())
          .hasSize(2);
      assertRefused(
          () -> ec2.describeLaunchTemplates(it -> it.maxResults(201)),
          "InvalidParameterValue",
          400,
          "Value ( 201 ) for parameter maxResults is invalid. Expecting a value less than or equal"
              + " to 200.");
    }

    @Test
    void overTheWire_template_comesWhole() {
      Ec2Client real = neighbours.marshalling(Ec2Client.builder());
      real.createLaunchTemplate(
          it ->
              it.launchTemplateName("hosts")
                  .launchTemplateData(
                      data ->
                          data.imageId("ami-1")
                              .networkInterfaces(network -> network.groups("sg-1"))));

      var shown =
          real.describeLaunchTemplateVersions(it -> it.launchTemplateName("hosts"))
              .launchTemplateVersions()
              .get(0)
              .launchTemplateData();

      assertThat(shown.imageId()).isEqualTo("ami-1");
      assertThat(shown.networkInterfaces().get(0).groups()).containsExactly("sg-1");
    }
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
