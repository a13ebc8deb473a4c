package io.github.spotbatch.testing.internal.ecr;

import io.github.spotbatch.testing.internal.Parameters;
import io.github.spotbatch.testing.internal.World;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ecr.model.BatchCheckLayerAvailabilityRequest;
import software.amazon.awssdk.services.ecr.model.BatchCheckLayerAvailabilityResponse;
import software.amazon.awssdk.services.ecr.model.CompleteLayerUploadRequest;
import software.amazon.awssdk.services.ecr.model.CompleteLayerUploadResponse;
import software.amazon.awssdk.services.ecr.model.GetDownloadUrlForLayerRequest;
import software.amazon.awssdk.services.ecr.model.GetDownloadUrlForLayerResponse;
import software.amazon.awssdk.services.ecr.model.InitiateLayerUploadRequest;
import software.amazon.awssdk.services.ecr.model.InitiateLayerUploadResponse;
import software.amazon.awssdk.services.ecr.model.Layer;
import software.amazon.awssdk.services.ecr.model.LayerAvailability;
import software.amazon.awssdk.services.ecr.model.LayerFailure;
import software.amazon.awssdk.services.ecr.model.LayerFailureCode;
import software.amazon.awssdk.services.ecr.model.UploadLayerPartRequest;
import software.amazon.awssdk.services.ecr.model.UploadLayerPartResponse;

/** ECR's operations on layers. */
final class LayerCalls {

  /** What AWS's own example of an answer has. */
  private static final long PART_SIZE = 10_485_760;

  private static final int LARGEST_PART = 20_971_520;
  private static final int MAX_NAMED = 100;

  private final World world;
  private final EcrState state;
  private final RepositoryCalls repositories;
  private final LayerUploads uploads;

  LayerCalls(World world, EcrState state, RepositoryCalls repositories) {
    this.world = world;
    this.state = state;
    this.repositories = repositories;
    this.uploads = new LayerUploads(state);
  }

  InitiateLayerUploadResponse initiate(InitiateLayerUploadRequest request) {
    Repository repository = repositories.find(request.registryId(), request.repositoryName());
    return InitiateLayerUploadResponse.builder()
        .uploadId(uploads.begin(repository).id())
        .partSize(PART_SIZE)
        .build();
  }

  UploadLayerPartResponse part(UploadLayerPartRequest request) {
    Repository repository = repositories.find(request.registryId(), request.repositoryName());
    LayerUpload upload = uploads.find(repository, request.uploadId());
    if (request.layerPartBlob() == null) {
      throw EcrFaults.invalid("layerPartBlob", "must not be null");
    }
    int length = request.layerPartBlob().asByteArrayUnsafe().length;
    if (length > LARGEST_PART) {
      throw EcrFaults.invalid(
          "layerPartBlob", "must have length less than or equal to " + LARGEST_PART);
    }
    long first = number("partFirstByte", request.partFirstByte());
    long last = number("partLastByte", request.partLastByte());
    if (first != upload.size() || last - first + 1 != length) {
      throw EcrFaults.invalidPart(upload, repository.name(), state.registryId());
    }
    try {
      upload.appendPart(request.layerPartBlob().asInputStream());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return UploadLayerPartResponse.builder()
        .registryId(state.registryId())
        .repositoryName(repository.name())
        .uploadId(upload.id())
        .lastByteReceived(upload.size() - 1)
        .build();
  }

  CompleteLayerUploadResponse complete(CompleteLayerUploadRequest request) {
    Repository repository = repositories.find(request.registryId(), request.repositoryName());
    LayerUpload upload = uploads.find(repository, request.uploadId());
    if (request.layerDigests().isEmpty()) {
      throw EcrFaults.invalid("layerDigests", "must have length greater than or equal to 1");
    }
    if (request.layerDigests().size() > 1) {
      // More than one digest is for layers that have several kinds of them.
      throw Parameters.unsupported(
          request, "layerDigests", String.valueOf(request.layerDigests().size()));
    }
    String digest = request.layerDigests().get(0);
    if (repository.layers().containsKey(digest)) {
      throw EcrFaults.layerExists(digest, repository.name(), state.registryId());
    }
    if (upload.partTooSmall()) {
      throw EcrFaults.partTooSmall();
    }
    uploads.complete(repository, upload, digest);
    return CompleteLayerUploadResponse.builder()
        .registryId(state.registryId())
        .repositoryName(repository.name())
        .uploadId(upload.id())
        .layerDigest(digest)
        .build();
  }

  BatchCheckLayerAvailabilityResponse check(BatchCheckLayerAvailabilityRequest request) {
    Repository repository = repositories.find(request.registryId(), request.repositoryName());
    if (request.layerDigests().isEmpty() || request.layerDigests().size() > MAX_NAMED) {
      throw EcrFaults.invalid(
          "layerDigests", "must have length between 1 and " + MAX_NAMED + " inclusive");
    }
    List<Layer> layers = new ArrayList<>();
    List<LayerFailure> failures = new ArrayList<>();
    for (String digest : request.layerDigests()) {
      if (Digests.isDigest(digest)) {
        layers.add(layer(repository, digest));
      } else {
        failures.add(invalidDigest(digest));
      }
    }
    return BatchCheckLayerAvailabilityResponse.builder().layers(layers).failures(failures).build();
  }

  GetDownloadUrlForLayerResponse downloadUrl(GetDownloadUrlForLayerRequest request) {
    Repository repository = repositories.find(request.registryId(), request.repositoryName());
    String digest = String.valueOf(request.layerDigest());
    if (!repository.layers().containsKey(digest)) {
      // The text is not known; this is what a push says.
      throw EcrFaults.noLayers(List.of(digest), repository.name(), state.registryId());
    }
    URI address =
        RegistryServer.endpoint(world)
            .resolve(RegistryServer.DOWNLOADS + state.registry().downloadSecret(digest));
    return GetDownloadUrlForLayerResponse.builder()
        .layerDigest(digest)
        .downloadUrl(address.toString())
        .build();
  }

  private static Layer layer(Repository repository, String digest) {
    @Nullable Long size = repository.layers().get(digest);
    return size == null
        ? Layer.builder()
            .layerDigest(digest)
            .layerAvailability(LayerAvailability.UNAVAILABLE)
            .build()
        : Layer.builder()
            .layerDigest(digest)
            .layerAvailability(LayerAvailability.AVAILABLE)
            .layerSize(size)
            .mediaType(mediaType(repository, digest))
            .build();
  }

  /** A layer has no type of its own: the images that have it say what it is to them. */
  private static @Nullable String mediaType(Repository repository, String digest) {
    return repository.images().stream()
        .flatMap(image -> image.manifest().blobs().stream())
        .filter(blob -> blob.digest().equals(digest))
        .map(Manifest.Descriptor::mediaType)
        .findFirst()
        .orElse(null);
  }

  private static LayerFailure invalidDigest(String digest) {
    // The text is not known.
    return LayerFailure.builder()
        .layerDigest(digest)
        .failureCode(LayerFailureCode.INVALID_LAYER_DIGEST)
        .failureReason("Invalid layer digest")
        .build();
  }

  private static long number(String member, @Nullable Long value) {
    if (value == null) {
      throw EcrFaults.invalid(member, "must not be null");
    }
    if (value < 0) {
      throw EcrFaults.invalid(member, "must be greater than or equal to 0");
    }
    return value;
  }
}
