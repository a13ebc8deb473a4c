package io.github.spotbatch.examples;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;

/**
 * Whether Spot has told a host that it will be taken, asked of the host's metadata service without
 * any library. The service's address is that of AWS, or {@code AWS_EC2_METADATA_SERVICE_ENDPOINT}.
 */
final class SpotNotice {

  private final HttpClient http = HttpClient.newHttpClient();
  private final URI service;

  private SpotNotice(URI service) {
    this.service = service;
  }

  static SpotNotice ofThisHost() {
    String given = System.getenv("AWS_EC2_METADATA_SERVICE_ENDPOINT");
    return new SpotNotice(URI.create(given == null ? "http://169.254.169.254" : given));
  }

  boolean came() throws IOException, InterruptedException {
    HttpRequest.Builder tokenRequest =
        HttpRequest.newBuilder(service.resolve("/latest/api/token"))
            .header("X-aws-ec2-metadata-token-ttl-seconds", "60")
            .PUT(BodyPublishers.noBody());
    HttpRequest.Builder noticeRequest =
        HttpRequest.newBuilder(service.resolve("/latest/meta-data/spot/instance-action"))
            .header("X-aws-ec2-metadata-token", send(tokenRequest, 200).body());
    return send(noticeRequest, 200, 404).statusCode() == 200;
  }

  private HttpResponse<String> send(HttpRequest.Builder request, int... expected)
      throws IOException, InterruptedException {
    HttpResponse<String> response = http.send(request.build(), BodyHandlers.ofString());
    for (int status : expected) {
      if (response.statusCode() == status) {
        return response;
      }
    }
    throw new IOException(response.uri() + " answered " + response.statusCode());
  }
}
