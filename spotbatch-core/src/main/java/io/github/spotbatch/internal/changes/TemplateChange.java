package io.github.spotbatch.internal.changes;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.spotbatch.FieldChange;
import io.github.spotbatch.aws.AwsResource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import software.amazon.awssdk.awscore.AwsRequest;
import software.amazon.awssdk.services.ec2.model.CreateLaunchTemplateRequest;
import software.amazon.awssdk.services.ec2.model.CreateLaunchTemplateVersionRequest;
import software.amazon.awssdk.services.ec2.model.CreateTagsRequest;
import software.amazon.awssdk.services.ec2.model.Tag;

/**
 * The change of a launch template: one more version beside those that are there. No instance
 * notices it before its environment is told the version.
 */
final class TemplateChange {

  private static final String TAGS = "tagSpecifications";
  private static final Set<String> CONTENT = Set.of("launchTemplateData", "versionDescription");

  private TemplateChange() {}

  static Change of(AwsResource there, List<AwsRequest> wanted, List<FieldChange> changes) {
    Fields fields = new Fields(changes);
    CreateLaunchTemplateRequest template = (CreateLaunchTemplateRequest) wanted.get(0);
    List<AwsRequest> requests = new ArrayList<>();
    if (CONTENT.stream().anyMatch(fields::has)) {
      requests.add(version(there, template));
    }
    if (fields.has(TAGS)) {
      List<Tag> tags =
          template.tagSpecifications().stream()
              .flatMap(specification -> specification.tags().stream())
              .filter(tag -> fields.tagDiffers(tag.key()))
              .toList();
      requests.add(CreateTagsRequest.builder().resources(there.id()).tags(tags).build());
    }
    return Change.InPlace.quiet(requests);
  }

  /** Two applies at once make one version, by the token that they have in common. */
  private static CreateLaunchTemplateVersionRequest version(
      AwsResource there, CreateLaunchTemplateRequest template) {
    String content = there.id() + " " + template.versionDescription();
    return CreateLaunchTemplateVersionRequest.builder()
        .launchTemplateId(there.id())
        .clientToken(UUID.nameUUIDFromBytes(content.getBytes(UTF_8)).toString())
        .versionDescription(template.versionDescription())
        .launchTemplateData(template.launchTemplateData())
        .build();
  }
}
