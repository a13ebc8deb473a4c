package io.github.spotbatch.testing.internal.ec2;

import io.github.spotbatch.testing.internal.Page;
import io.github.spotbatch.testing.internal.World;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ec2.model.CreateLaunchTemplateVersionRequest;
import software.amazon.awssdk.services.ec2.model.CreateLaunchTemplateVersionResponse;
import software.amazon.awssdk.services.ec2.model.DeleteLaunchTemplateVersionsRequest;
import software.amazon.awssdk.services.ec2.model.DeleteLaunchTemplateVersionsResponse;
import software.amazon.awssdk.services.ec2.model.DeleteLaunchTemplateVersionsResponseErrorItem;
import software.amazon.awssdk.services.ec2.model.DeleteLaunchTemplateVersionsResponseSuccessItem;
import software.amazon.awssdk.services.ec2.model.DescribeLaunchTemplateVersionsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeLaunchTemplateVersionsResponse;
import software.amazon.awssdk.services.ec2.model.LaunchTemplateErrorCode;
import software.amazon.awssdk.services.ec2.model.RequestLaunchTemplateData;

/** EC2's operations on the versions of launch templates. */
final class LaunchTemplateVersionCalls {

  private static final int MAX_DELETED = 200;

  private final World world;
  private final Ec2State state;
  private final LaunchTemplateCalls templates;
  private final ClientTokens tokens = new ClientTokens();
  private final Filters<Version> filters =
      new Filters<Version>("DescribeLaunchTemplateVersions")
          .on("create-time", it -> it.version().createdAt().toString())
          .on("is-default-version", it -> String.valueOf(it.isDefault()))
          .onAny("image-id", it -> Stream.ofNullable(it.data().imageId()).toList())
          .onAny("instance-type", it -> Stream.ofNullable(it.data().instanceType()).toList())
          .onAny(
              "iam-instance-profile", it -> Stream.ofNullable(it.data().instanceProfile()).toList())
          .onAny("ebs-optimized", it -> optional(it.whole().ebsOptimized()))
          .onAny("kernel-id", it -> optional(it.whole().kernelId()))
          .onAny("ram-disk-id", it -> optional(it.whole().ramDiskId()));

  /** A version and the template that it is of. */
  private record Version(LaunchTemplate template, LaunchTemplateVersion version) {

    boolean isDefault() {
      return version.number() == template.defaultNumber();
    }

    LaunchTemplateData data() {
      return version.data();
    }

    RequestLaunchTemplateData whole() {
      return LaunchTemplateShapes.whole(version);
    }

    // What sorts by template, and then by number.
    String key() {
      return template.id() + String.format(Locale.ROOT, " %019d", version.number());
    }
  }

  LaunchTemplateVersionCalls(World world, Ec2State state, LaunchTemplateCalls templates) {
    this.world = world;
    this.state = state;
    this.templates = templates;
  }

  CreateLaunchTemplateVersionResponse create(CreateLaunchTemplateVersionRequest request) {
    Ec2Checks.request(
        request,
        "ClientToken",
        "LaunchTemplateId",
        "LaunchTemplateName",
        "SourceVersion",
        "VersionDescription",
        "LaunchTemplateData");
    return tokens.once(request.clientToken(), request, () -> createOnce(request));
  }

  private CreateLaunchTemplateVersionResponse createOnce(
      CreateLaunchTemplateVersionRequest request) {
    LaunchTemplate template =
        templates.find(request.launchTemplateId(), request.launchTemplateName());
    String description = LaunchTemplateCalls.description(request.versionDescription());
    LaunchTemplateVersion version =
        template.add(description, LaunchTemplateShapes.data(data(template, request)), world.now());
    return CreateLaunchTemplateVersionResponse.builder()
        .launchTemplateVersion(LaunchTemplateShapes.shape(template, version, state.developerArn()))
        .build();
  }

  // What the request leaves open is taken from the source, if it names one.
  private static RequestLaunchTemplateData data(
      LaunchTemplate template, CreateLaunchTemplateVersionRequest request) {
    if (request.sourceVersion() == null) {
      return LaunchTemplateCalls.data(request.launchTemplateData());
    }
    RequestLaunchTemplateData source =
        LaunchTemplateShapes.whole(LaunchTemplateCalls.version(template, request.sourceVersion()));
    RequestLaunchTemplateData own = request.launchTemplateData();
    return own == null ? source : Alike.fill(own, source, own.toBuilder()).build();
  }

  DescribeLaunchTemplateVersionsResponse describe(DescribeLaunchTemplateVersionsRequest request) {
    Ec2Checks.request(
        request,
        "LaunchTemplateId",
        "LaunchTemplateName",
        "Versions",
        "MinVersion",
        "MaxVersion",
        "Filters",
        "NextToken",
        "MaxResults");
    int size = Ec2Checks.pageSize(request.maxResults(), 1, LaunchTemplateCalls.MAX_PAGE);
    List<Version> matching = filters.apply(request, request.filters(), asked(request));
    Page<Version> page = Ec2Checks.page(matching, Version::key, request.nextToken(), size);
    return DescribeLaunchTemplateVersionsResponse.builder()
        .launchTemplateVersions(
            page.items().stream()
                .map(
                    it ->
                        LaunchTemplateShapes.shape(
                            it.template(), it.version(), state.developerArn()))
                .toList())
        .nextToken(page.nextToken())
        .build();
  }

  private List<Version> asked(DescribeLaunchTemplateVersionsRequest request) {
    List<String> versions = request.versions();
    boolean range = request.minVersion() != null || request.maxVersion() != null;
    if (range && !versions.isEmpty()) {
      // The text is not known.
      throw Ec2Faults.of(
          "InvalidParameterCombination",
          "Versions cannot be specified together with MinVersion or MaxVersion");
    }
    boolean ofAllTemplates =
        request.launchTemplateId() == null && request.launchTemplateName() == null;
    if (ofAllTemplates && acrossTemplates(versions)) {
      return state.launchTemplates().all().stream()
          .flatMap(template -> named(template, versions))
          .toList();
    }
    LaunchTemplate template =
        templates.find(request.launchTemplateId(), request.launchTemplateName());
    if (!versions.isEmpty()) {
      return named(template, versions).toList();
    }
    long min = number(request.minVersion(), 1);
    long max = number(request.maxVersion(), Long.MAX_VALUE);
    return template.versions().stream()
        .filter(version -> version.number() >= min && version.number() <= max)
        .map(version -> new Version(template, version))
        .toList();
  }

  // Of all templates at once only the latest and the default versions can be asked for.
  private static boolean acrossTemplates(List<String> versions) {
    return !versions.isEmpty()
        && List.of(LaunchTemplate.LATEST, LaunchTemplate.DEFAULT).containsAll(versions);
  }

  private static Stream<Version> named(LaunchTemplate template, List<String> versions) {
    return versions.stream()
        .map(version -> LaunchTemplateCalls.version(template, version))
        .distinct()
        .map(version -> new Version(template, version));
  }

  private static long number(@Nullable String version, long absent) {
    if (version == null) {
      return absent;
    }
    if (!version.matches("\\d{1,18}")) {
      // The text is not known.
      throw Ec2Faults.invalidValue("The version " + version + " is not a number");
    }
    return Long.parseLong(version);
  }

  DeleteLaunchTemplateVersionsResponse delete(DeleteLaunchTemplateVersionsRequest request) {
    Ec2Checks.request(request, "LaunchTemplateId", "LaunchTemplateName", "Versions");
    if (request.versions().isEmpty()) {
      throw Ec2Faults.missing("Versions");
    }
    if (request.versions().size() > MAX_DELETED) {
      // The text is not known.
      throw Ec2Faults.invalidValue("At most " + MAX_DELETED + " versions can be deleted at once");
    }
    LaunchTemplate template =
        templates.find(request.launchTemplateId(), request.launchTemplateName());
    List<DeleteLaunchTemplateVersionsResponseSuccessItem> deleted = new ArrayList<>();
    List<DeleteLaunchTemplateVersionsResponseErrorItem> kept = new ArrayList<>();
    for (String wanted : request.versions()) {
      long number = number(wanted, 0);
      @Nullable LaunchTemplateVersion version = template.version(wanted).orElse(null);
      if (version == null) {
        kept.add(
            error(
                template,
                number,
                LaunchTemplateErrorCode.LAUNCH_TEMPLATE_VERSION_DOES_NOT_EXIST,
                "The launch template version does not exist."));
      } else if (number == template.defaultNumber()) {
        // That it is kept is documented; the code and the text are not known.
        kept.add(
            error(
                template,
                number,
                LaunchTemplateErrorCode.UNEXPECTED_ERROR,
                "The default version of a launch template cannot be deleted."));
      } else {
        template.remove(number);
        deleted.add(success(template, number));
      }
    }
    return DeleteLaunchTemplateVersionsResponse.builder()
        .successfullyDeletedLaunchTemplateVersions(deleted)
        .unsuccessfullyDeletedLaunchTemplateVersions(kept)
        .build();
  }

  private static DeleteLaunchTemplateVersionsResponseSuccessItem success(
      LaunchTemplate template, long number) {
    return DeleteLaunchTemplateVersionsResponseSuccessItem.builder()
        .launchTemplateId(template.id())
        .launchTemplateName(template.name())
        .versionNumber(number)
        .build();
  }

  private static DeleteLaunchTemplateVersionsResponseErrorItem error(
      LaunchTemplate template, long number, LaunchTemplateErrorCode code, String message) {
    return DeleteLaunchTemplateVersionsResponseErrorItem.builder()
        .launchTemplateId(template.id())
        .launchTemplateName(template.name())
        .versionNumber(number)
        .responseError(it -> it.code(code).message(message))
        .build();
  }

  private static List<String> optional(@Nullable Object value) {
    return Stream.ofNullable(value).map(Objects::toString).toList();
  }
}
