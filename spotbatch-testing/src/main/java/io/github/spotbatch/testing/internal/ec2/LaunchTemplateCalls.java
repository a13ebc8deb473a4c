package io.github.spotbatch.testing.internal.ec2;

import io.github.spotbatch.testing.internal.Page;
import io.github.spotbatch.testing.internal.World;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.ec2.model.CreateLaunchTemplateRequest;
import software.amazon.awssdk.services.ec2.model.CreateLaunchTemplateResponse;
import software.amazon.awssdk.services.ec2.model.DeleteLaunchTemplateRequest;
import software.amazon.awssdk.services.ec2.model.DeleteLaunchTemplateResponse;
import software.amazon.awssdk.services.ec2.model.DescribeLaunchTemplatesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeLaunchTemplatesResponse;
import software.amazon.awssdk.services.ec2.model.ModifyLaunchTemplateRequest;
import software.amazon.awssdk.services.ec2.model.ModifyLaunchTemplateResponse;
import software.amazon.awssdk.services.ec2.model.RequestLaunchTemplateData;
import software.amazon.awssdk.services.ec2.model.ResourceType;

/** EC2's operations on launch templates as a whole. */
final class LaunchTemplateCalls {

  static final int MAX_PAGE = 200;

  private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9()./_-]{3,128}");
  private static final int MAX_DESCRIPTION = 255;

  private final World world;
  private final Ec2State state;
  private final ClientTokens tokens = new ClientTokens();
  private final Filters<LaunchTemplate> filters =
      new Filters<LaunchTemplate>("DescribeLaunchTemplates")
          .on("create-time", template -> template.createdAt().toString())
          .on("launch-template-name", LaunchTemplate::name)
          .onTags(LaunchTemplate::tags);

  LaunchTemplateCalls(World world, Ec2State state) {
    this.world = world;
    this.state = state;
  }

  CreateLaunchTemplateResponse create(CreateLaunchTemplateRequest request) {
    Ec2Checks.request(
        request,
        "ClientToken",
        "LaunchTemplateName",
        "VersionDescription",
        "LaunchTemplateData",
        "TagSpecifications");
    return tokens.once(request.clientToken(), request, () -> createOnce(request));
  }

  private CreateLaunchTemplateResponse createOnce(CreateLaunchTemplateRequest request) {
    String name = request.launchTemplateName() == null ? "" : request.launchTemplateName();
    if (!NAME.matcher(name).matches()) {
      throw Ec2Faults.of(
          "InvalidLaunchTemplateName.MalformedException",
          "A launch template name must be between 3 and 128 characters, and may contain letters,"
              + " numbers, and the following characters: - ( ) . / _.");
    }
    if (state.launchTemplates().byName(name).isPresent()) {
      throw Ec2Faults.of(
          "InvalidLaunchTemplateName.AlreadyExistsException",
          "Launch template name already in use.");
    }
    Map<String, String> tags =
        TagCalls.wanted(request.tagSpecifications(), ResourceType.LAUNCH_TEMPLATE);
    LaunchTemplateData data = LaunchTemplateShapes.data(data(request.launchTemplateData()));
    String description = description(request.versionDescription());
    LaunchTemplate template = state.launchTemplates().create(name);
    template.tags().putAll(tags);
    template.add(description, data, world.now());
    return CreateLaunchTemplateResponse.builder()
        .launchTemplate(LaunchTemplateShapes.shape(template, state.developerArn()))
        .build();
  }

  DescribeLaunchTemplatesResponse describe(DescribeLaunchTemplatesRequest request) {
    Ec2Checks.request(
        request, "LaunchTemplateIds", "LaunchTemplateNames", "Filters", "NextToken", "MaxResults");
    List<String> ids = request.launchTemplateIds();
    List<String> names = request.launchTemplateNames();
    ids.forEach(LaunchTemplateCalls::checkId);
    Ec2Checks.allExist(
        ids,
        id -> state.launchTemplates().byId(id).isPresent(),
        id -> noneOf("InvalidLaunchTemplateId.NotFound"));
    Ec2Checks.allExist(
        names,
        name -> state.launchTemplates().byName(name).isPresent(),
        name -> noneOf("InvalidLaunchTemplateName.NotFoundException"));
    List<LaunchTemplate> matching =
        filters.apply(request, request.filters(), state.launchTemplates().all()).stream()
            .filter(template -> ids.isEmpty() || ids.contains(template.id()))
            .filter(template -> names.isEmpty() || names.contains(template.name()))
            .toList();
    int size = Ec2Checks.pageSize(request.maxResults(), 1, MAX_PAGE);
    Page<LaunchTemplate> page =
        Ec2Checks.page(matching, LaunchTemplate::id, request.nextToken(), size);
    return DescribeLaunchTemplatesResponse.builder()
        .launchTemplates(
            page.items().stream()
                .map(template -> LaunchTemplateShapes.shape(template, state.developerArn()))
                .toList())
        .nextToken(page.nextToken())
        .build();
  }

  ModifyLaunchTemplateResponse modify(ModifyLaunchTemplateRequest request) {
    Ec2Checks.request(
        request, "ClientToken", "LaunchTemplateId", "LaunchTemplateName", "DefaultVersion");
    LaunchTemplate template = find(request.launchTemplateId(), request.launchTemplateName());
    String wanted = request.defaultVersion();
    if (wanted == null) {
      throw Ec2Faults.missing("DefaultVersion");
    }
    template.makeDefault(version(template, wanted).number());
    return ModifyLaunchTemplateResponse.builder()
        .launchTemplate(LaunchTemplateShapes.shape(template, state.developerArn()))
        .build();
  }

  DeleteLaunchTemplateResponse delete(DeleteLaunchTemplateRequest request) {
    Ec2Checks.request(request, "LaunchTemplateId", "LaunchTemplateName");
    LaunchTemplate template = find(request.launchTemplateId(), request.launchTemplateName());
    state.launchTemplates().delete(template.id());
    return DeleteLaunchTemplateResponse.builder()
        .launchTemplate(LaunchTemplateShapes.shape(template, state.developerArn()))
        .build();
  }

  /** A template that must exist, by its id or its name. */
  LaunchTemplate find(@Nullable String id, @Nullable String name) {
    if (id != null && name != null) {
      // The text is not known.
      throw Ec2Faults.of(
          "InvalidParameterCombination",
          "Only one of launch template ID and launch template name may be specified");
    }
    if (id != null) {
      checkId(id);
      return state.launchTemplates().byId(id).orElseThrow(() -> Ec2Faults.noTemplate(id));
    }
    if (name != null) {
      return state.launchTemplates().byName(name).orElseThrow(() -> noTemplateOfName(name));
    }
    throw Ec2Faults.missing("launch template ID or launch template name");
  }

  /** A version that must exist. */
  static LaunchTemplateVersion version(LaunchTemplate template, @Nullable String version) {
    return template
        .version(version)
        .orElseThrow(
            () ->
                Ec2Faults.of(
                    "InvalidLaunchTemplateId.VersionNotFound",
                    "Could not find the specified version "
                        + version
                        + " for the launch template with ID "
                        + template.id()
                        + "."));
  }

  /** Data that must say something. */
  static RequestLaunchTemplateData data(@Nullable RequestLaunchTemplateData data) {
    RequestLaunchTemplateData nothing = RequestLaunchTemplateData.builder().build();
    if (data == null || data.equals(nothing)) {
      throw Ec2Faults.missing("LaunchTemplateData");
    }
    return data;
  }

  static @Nullable String description(@Nullable String description) {
    if (description != null && description.length() > MAX_DESCRIPTION) {
      // The text is not known.
      throw Ec2Faults.invalidValue(
          "The version description must not be longer than " + MAX_DESCRIPTION + " characters");
    }
    return description;
  }

  private static void checkId(String id) {
    Ec2Checks.id(id, "lt", "InvalidLaunchTemplateId.Malformed");
  }

  private static AwsServiceException noTemplateOfName(String name) {
    return Ec2Faults.of(
        "InvalidLaunchTemplateName.NotFoundException",
        "The specified launch template, with template name " + name + ", does not exist.");
  }

  private static AwsServiceException noneOf(String code) {
    return Ec2Faults.of(
        code, "At least one of the launch templates specified in the request does not exist.");
  }
}
