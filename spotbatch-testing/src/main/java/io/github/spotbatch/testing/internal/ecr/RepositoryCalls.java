package io.github.spotbatch.testing.internal.ecr;

import io.github.spotbatch.testing.internal.Page;
import io.github.spotbatch.testing.internal.Parameters;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ecr.model.CreateRepositoryRequest;
import software.amazon.awssdk.services.ecr.model.CreateRepositoryResponse;
import software.amazon.awssdk.services.ecr.model.DeleteRepositoryRequest;
import software.amazon.awssdk.services.ecr.model.DeleteRepositoryResponse;
import software.amazon.awssdk.services.ecr.model.DescribeRepositoriesRequest;
import software.amazon.awssdk.services.ecr.model.DescribeRepositoriesResponse;
import software.amazon.awssdk.services.ecr.model.EcrRequest;
import software.amazon.awssdk.services.ecr.model.EncryptionType;
import software.amazon.awssdk.services.ecr.model.ImageScanningConfiguration;
import software.amazon.awssdk.services.ecr.model.ImageTagMutability;
import software.amazon.awssdk.services.ecr.model.ListTagsForResourceRequest;
import software.amazon.awssdk.services.ecr.model.ListTagsForResourceResponse;
import software.amazon.awssdk.services.ecr.model.PutImageScanningConfigurationRequest;
import software.amazon.awssdk.services.ecr.model.PutImageScanningConfigurationResponse;
import software.amazon.awssdk.services.ecr.model.PutImageTagMutabilityRequest;
import software.amazon.awssdk.services.ecr.model.PutImageTagMutabilityResponse;
import software.amazon.awssdk.services.ecr.model.Tag;
import software.amazon.awssdk.services.ecr.model.TagResourceRequest;
import software.amazon.awssdk.services.ecr.model.TagResourceResponse;
import software.amazon.awssdk.services.ecr.model.UntagResourceRequest;
import software.amazon.awssdk.services.ecr.model.UntagResourceResponse;

/** ECR's operations on repositories and their tags. */
final class RepositoryCalls {

  private static final Pattern NAME =
      Pattern.compile("[a-z0-9]+((\\.|_|__|-+)[a-z0-9]+)*(/[a-z0-9]+((\\.|_|__|-+)[a-z0-9]+)*)*");
  private static final int MAX_TAGS = 50;
  private static final int DEFAULT_PAGE = 100;
  private static final int MAX_PAGE = 1_000;
  private static final int MAX_NAMED = 100;

  private final EcrState state;

  RepositoryCalls(EcrState state) {
    this.state = state;
  }

  CreateRepositoryResponse create(CreateRepositoryRequest request) {
    Parameters.only(
        request, "repositoryName", "tags", "imageTagMutability", "imageScanningConfiguration");
    String name = checkName(request.repositoryName());
    if (state.repository(name).isPresent()) {
      throw EcrFaults.repositoryExists(name, state.registryId());
    }
    Map<String, String> tags = new LinkedHashMap<>();
    add(tags, request.tags());
    ImageTagMutability mutability = request.imageTagMutability();
    Repository repository =
        state.createRepository(
            name,
            mutability != null && immutable(request, mutability),
            scanOnPush(request.imageScanningConfiguration()));
    repository.tags().putAll(tags);
    return CreateRepositoryResponse.builder().repository(shape(repository)).build();
  }

  DescribeRepositoriesResponse describe(DescribeRepositoriesRequest request) {
    List<String> names = request.repositoryNames();
    namedOrPaged("repositoryNames", names, request.nextToken(), request.maxResults());
    String registry = request.registryId();
    if (names.isEmpty() && registry != null && !registry.equals(state.registryId())) {
      throw Parameters.unsupported(request, "registryId", registry);
    }
    Collection<Repository> matching =
        names.isEmpty()
            ? state.repositories()
            : names.stream().map(name -> find(request.registryId(), name)).toList();
    Page<Repository> page =
        page(List.copyOf(matching), Repository::name, request.nextToken(), request.maxResults());
    return DescribeRepositoriesResponse.builder()
        .repositories(page.items().stream().map(this::shape).toList())
        .nextToken(page.nextToken())
        .build();
  }

  DeleteRepositoryResponse delete(DeleteRepositoryRequest request) {
    Repository repository = find(request.registryId(), request.repositoryName());
    if (!repository.images().isEmpty() && !Boolean.TRUE.equals(request.force())) {
      throw EcrFaults.repositoryNotEmpty(repository.name(), state.registryId());
    }
    state.deleteRepository(repository.name());
    return DeleteRepositoryResponse.builder().repository(shape(repository)).build();
  }

  PutImageTagMutabilityResponse putMutability(PutImageTagMutabilityRequest request) {
    Parameters.only(request, "registryId", "repositoryName", "imageTagMutability");
    ImageTagMutability mutability = request.imageTagMutability();
    if (mutability == null) {
      throw EcrFaults.invalid("imageTagMutability", "must not be null");
    }
    Repository repository = find(request.registryId(), request.repositoryName());
    repository.immutableTags(immutable(request, mutability));
    return PutImageTagMutabilityResponse.builder()
        .registryId(state.registryId())
        .repositoryName(repository.name())
        .imageTagMutability(mutability)
        .build();
  }

  PutImageScanningConfigurationResponse putScanning(PutImageScanningConfigurationRequest request) {
    ImageScanningConfiguration scanning = request.imageScanningConfiguration();
    if (scanning == null) {
      throw EcrFaults.invalid("imageScanningConfiguration", "must not be null");
    }
    Repository repository = find(request.registryId(), request.repositoryName());
    repository.scanOnPush(scanOnPush(scanning));
    return PutImageScanningConfigurationResponse.builder()
        .registryId(state.registryId())
        .repositoryName(repository.name())
        .imageScanningConfiguration(it -> it.scanOnPush(repository.scanOnPush()))
        .build();
  }

  ListTagsForResourceResponse listTags(ListTagsForResourceRequest request) {
    List<Tag> tags =
        findByArn(request.resourceArn()).tags().entrySet().stream()
            .map(tag -> Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
            .toList();
    return ListTagsForResourceResponse.builder().tags(tags).build();
  }

  TagResourceResponse tag(TagResourceRequest request) {
    add(findByArn(request.resourceArn()).tags(), request.tags());
    return TagResourceResponse.builder().build();
  }

  UntagResourceResponse untag(UntagResourceRequest request) {
    request.tagKeys().forEach(findByArn(request.resourceArn()).tags()::remove);
    return UntagResourceResponse.builder().build();
  }

  /** A repository that must exist. */
  Repository find(@Nullable String registryId, @Nullable String repositoryName) {
    String name = checkName(repositoryName);
    if (registryId != null && !registryId.equals(state.registryId())) {
      throw EcrFaults.noRepository(name, registryId);
    }
    return required(state, name);
  }

  /** The same, whichever way a caller comes. */
  static Repository required(EcrState state, String name) {
    return state
        .repository(name)
        .orElseThrow(() -> EcrFaults.noRepository(name, state.registryId()));
  }

  static <T> Page<T> page(
      List<T> all, Function<T, String> key, @Nullable String token, @Nullable Integer maxResults) {
    if (maxResults != null && maxResults < 1) {
      throw EcrFaults.invalid("maxResults", "must be greater than or equal to 1");
    }
    if (maxResults != null && maxResults > MAX_PAGE) {
      throw EcrFaults.invalid("maxResults", "must be less than or equal to " + MAX_PAGE);
    }
    return Page.byKey(all, key, token, maxResults == null ? DEFAULT_PAGE : maxResults)
        // The text is not known.
        .orElseThrow(() -> EcrFaults.invalid("nextToken", "must be a token of an earlier answer"));
  }

  /** Whoever names what to show gets all of it at once, at most so many. */
  static void namedOrPaged(
      String member, List<?> named, @Nullable String token, @Nullable Integer maxResults) {
    if (named.size() > MAX_NAMED) {
      throw EcrFaults.invalid(member, "must have length less than or equal to " + MAX_NAMED);
    }
    if (!named.isEmpty() && (token != null || maxResults != null)) {
      // That they exclude each other is documented; the text is not known.
      throw EcrFaults.invalid(member, "must not be used with nextToken or maxResults");
    }
  }

  private static String checkName(@Nullable String name) {
    if (name == null) {
      throw EcrFaults.invalid("repositoryName", "must not be null");
    }
    if (name.length() < 2 || name.length() > 256) {
      throw EcrFaults.invalid(
          "repositoryName", "must have length between 2 and 256 characters inclusive");
    }
    if (!NAME.matcher(name).matches()) {
      throw EcrFaults.invalid(
          "repositoryName", "must satisfy regular expression '" + NAME.pattern() + "'");
    }
    return name;
  }

  private static boolean immutable(EcrRequest request, ImageTagMutability mutability) {
    return switch (mutability) {
      case MUTABLE -> false;
      case IMMUTABLE -> true;
      case IMMUTABLE_WITH_EXCLUSION, MUTABLE_WITH_EXCLUSION ->
          throw Parameters.unsupported(request, "imageTagMutability", mutability.toString());
      case UNKNOWN_TO_SDK_VERSION -> // The order of the values is not known.
          throw EcrFaults.invalid(
              "imageTagMutability",
              "Member must satisfy enum value set: [IMMUTABLE, MUTABLE,"
                  + " MUTABLE_WITH_EXCLUSION, IMMUTABLE_WITH_EXCLUSION]");
    };
  }

  private static boolean scanOnPush(@Nullable ImageScanningConfiguration scanning) {
    return scanning != null && Boolean.TRUE.equals(scanning.scanOnPush());
  }

  private Repository findByArn(@Nullable String arn) {
    if (arn == null || !arn.matches("arn:[^:]+:ecr:[^:]+:\\d{12}:repository/.+")) {
      throw EcrFaults.invalid("resourceArn", "must be the ARN of a repository");
    }
    String name = arn.substring(arn.indexOf('/') + 1);
    return state.repositories().stream()
        .filter(it -> it.arn().equals(arn))
        .findFirst()
        .orElseThrow(() -> EcrFaults.noRepository(name, state.registryId()));
  }

  private static void add(Map<String, String> tags, List<Tag> added) {
    Map<String, String> both = new LinkedHashMap<>(tags);
    for (Tag tag : added) {
      @Nullable String key = tag.key();
      if (key == null) {
        // The text is not known.
        throw EcrFaults.invalid("tags", "must not have a key that is null");
      }
      if (key.toLowerCase(Locale.ROOT).startsWith("aws:")) {
        throw EcrFaults.invalidTag("Tag keys must not start with the reserved prefix aws:");
      }
      both.put(key, tag.value() == null ? "" : tag.value());
    }
    if (both.size() > MAX_TAGS) {
      throw EcrFaults.tooManyTags();
    }
    tags.putAll(both);
  }

  private software.amazon.awssdk.services.ecr.model.Repository shape(Repository repository) {
    return software.amazon.awssdk.services.ecr.model.Repository.builder()
        .repositoryArn(repository.arn())
        .registryId(state.registryId())
        .repositoryName(repository.name())
        .repositoryUri(repository.uri())
        .createdAt(repository.createdAt())
        .imageTagMutability(
            repository.immutableTags() ? ImageTagMutability.IMMUTABLE : ImageTagMutability.MUTABLE)
        .imageScanningConfiguration(it -> it.scanOnPush(repository.scanOnPush()))
        .encryptionConfiguration(it -> it.encryptionType(EncryptionType.AES256))
        .build();
  }
}
