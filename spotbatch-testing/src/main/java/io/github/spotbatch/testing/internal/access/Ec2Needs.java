package io.github.spotbatch.testing.internal.access;

import io.github.spotbatch.testing.internal.RequestText;
import io.github.spotbatch.testing.internal.Scope;
import io.github.spotbatch.testing.internal.ec2.Ec2State;
import io.github.spotbatch.testing.internal.ec2.LaunchTemplate;
import io.github.spotbatch.testing.internal.ec2.LaunchTemplates;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.services.ec2.model.CreateLaunchTemplateRequest;
import software.amazon.awssdk.services.ec2.model.CreateSecurityGroupRequest;
import software.amazon.awssdk.services.ec2.model.CreateTagsRequest;
import software.amazon.awssdk.services.ec2.model.TagSpecification;

/** What calls of EC2 need. What is not there needs nothing: that it is not is said first. */
final class Ec2Needs implements Needs {

  private static final Map<String, String> KINDS =
      Map.of(
          "sg", "security-group",
          "lt", "launch-template",
          "vpc", "vpc",
          "subnet", "subnet",
          "i", "instance");

  private final Scope scope;

  Ec2Needs(Scope scope) {
    this.scope = scope;
  }

  @Override
  public List<Needed> of(SdkRequest request) {
    String operation = RequestText.operation(request);
    String action = "ec2:" + operation;
    if (operation.startsWith("Describe") || operation.equals("GetSpotPlacementScores")) {
      return List.of(Needed.of(action, "*").shownAs(""));
    }
    if (request instanceof CreateSecurityGroupRequest create) {
      List<Needed> needed =
          creation(action, "security-group/*", operation, create.tagSpecifications());
      needed.add(1, Needed.of(action, arn("vpc/" + create.vpcId())));
      return needed;
    }
    if (request instanceof CreateLaunchTemplateRequest create) {
      return creation(action, "launch-template/*", operation, create.tagSpecifications());
    }
    if (request instanceof CreateTagsRequest tagging) {
      Map<String, String> tags = Members.tags(tagging);
      return tagging.resources().stream()
          .flatMap(id -> existing(action, id).stream())
          .map(needed -> needed.requestTags(tags))
          .toList();
    }
    return switch (operation) {
      case "DeleteSecurityGroup",
          "AuthorizeSecurityGroupIngress",
          "AuthorizeSecurityGroupEgress",
          "RevokeSecurityGroupIngress",
          "RevokeSecurityGroupEgress" ->
          existing(action, String.valueOf(Members.text(request, "GroupId")));
      case "TerminateInstances" ->
          Members.texts(request, "InstanceIds").stream()
              .flatMap(id -> existing(action, id).stream())
              .toList();
      case "DeleteTags" ->
          Members.texts(request, "Resources").stream()
              .flatMap(id -> existing(action, id).stream())
              .toList();
      case "CreateLaunchTemplateVersion",
          "ModifyLaunchTemplate",
          "DeleteLaunchTemplate",
          "DeleteLaunchTemplateVersions" ->
          template(request).map(it -> existing(action, it.id())).orElse(List.of());
      default -> throw Needs.unknown("ec2", operation);
    };
  }

  /** Making something, and tagging it at once. */
  private List<Needed> creation(
      String action, String resource, String operation, List<TagSpecification> specifications) {
    Map<String, String> tags =
        specifications.isEmpty() ? Map.of() : Members.tags(specifications.get(0));
    List<Needed> needed = new ArrayList<>();
    needed.add(Needed.of(action, arn(resource)).requestTags(tags));
    if (!tags.isEmpty()) {
      needed.add(
          Needed.of("ec2:CreateTags", arn(resource))
              .requestTags(tags)
              .with("ec2:CreateAction", operation));
    }
    return needed;
  }

  private List<Needed> existing(String action, String id) {
    Ec2State ec2 = scope.ec2();
    return ec2
        .tags(id)
        .map(tags -> Needed.of(action, arn(kind(id) + "/" + id)).resourceTags(tags))
        .stream()
        .toList();
  }

  private Optional<LaunchTemplate> template(SdkRequest request) {
    LaunchTemplates templates = scope.ec2().launchTemplates();
    @Nullable String id = Members.text(request, "LaunchTemplateId");
    @Nullable String name = Members.text(request, "LaunchTemplateName");
    if (id != null) {
      return templates.byId(id);
    }
    return name == null ? Optional.empty() : templates.byName(name);
  }

  private String arn(String resource) {
    return scope.arn("ec2", resource);
  }

  private static String kind(String id) {
    @Nullable String kind = KINDS.get(id.replaceFirst("-.*", ""));
    if (kind == null) {
      throw Needs.unknown("ec2", "CreateTags of " + id);
    }
    return kind;
  }
}
