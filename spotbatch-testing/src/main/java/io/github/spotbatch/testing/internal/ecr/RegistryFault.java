package io.github.spotbatch.testing.internal.ecr;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.spotbatch.testing.internal.Faults;
import java.nio.charset.StandardCharsets;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/** How the registry refuses: a status, and a code and a sentence in the form all registries use. */
final class RegistryFault extends RuntimeException {

  private static final long serialVersionUID = 1L;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final int status;
  private final String code;

  RegistryFault(int status, String code, String message) {
    super(message);
    this.status = status;
    this.code = code;
  }

  /** What the registry makes of a refusal of ECR; the sentence is the same. */
  static RegistryFault of(AwsServiceException refusal) {
    String message = Faults.message(refusal);
    // Codes and sentences are ECR's where no comment says otherwise, statuses are those of the
    // specification.
    return switch (Faults.code(refusal)) {
      case "AccessDeniedException" -> new RegistryFault(403, "DENIED", message);
      case "RepositoryNotFoundException" -> new RegistryFault(404, "NAME_UNKNOWN", message);
      case "ImageTagAlreadyExistsException" -> new RegistryFault(400, "TAG_INVALID", message);
      case "LayersNotFoundException" -> new RegistryFault(404, "BLOB_UPLOAD_UNKNOWN", message);
      case "ReferencedImagesNotFoundException" ->
          new RegistryFault(400, "MANIFEST_BLOB_UNKNOWN", message);
      case "UploadNotFoundException" -> new RegistryFault(404, "BLOB_UPLOAD_UNKNOWN", message);
      // The codes of these are those of the specification; ECR's are not known.
      case "EmptyUploadException", "InvalidLayerPartException" ->
          new RegistryFault(400, "BLOB_UPLOAD_INVALID", message);
      case "InvalidLayerException" -> new RegistryFault(400, "DIGEST_INVALID", message);
      case "InvalidParameterException" -> new RegistryFault(405, "UNSUPPORTED", message);
      default -> throw refusal;
    };
  }

  static RegistryFault notModelled(String what) {
    return new RegistryFault(
        405, "UNSUPPORTED", "spotbatch-testing does not model " + what + " of the ECR registry");
  }

  int status() {
    return status;
  }

  String code() {
    return code;
  }

  byte[] body() {
    var root = JSON.createObjectNode();
    root.putArray("errors").addObject().put("code", code).put("message", getMessage());
    return root.toString().getBytes(StandardCharsets.UTF_8);
  }
}
