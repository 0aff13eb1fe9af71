"""Run by the system's Python, which has QGIS: read a collection through QGIS's own provider, and tell what was read."""

import json
import os
import sys

from qgis.core import QgsApplication, QgsFeatureRequest, QgsRectangle, QgsVectorLayer

address, collection, box, user, password = sys.argv[1:]
QgsApplication.setPrefixPath("/usr", useDefaultPaths=True)
program = QgsApplication([], False)
program.initQgis()
signed_in = f" username='{user}' password='{password}'" if user else ""
source = f"url='{address}' typename='{collection}' pageSize='50'{signed_in}"
layer = QgsVectorLayer(source, collection, "OAPIF")
told = {"valid": layer.isValid()}
if layer.isValid():
    everything = list(layer.getFeatures())
    within = QgsFeatureRequest().setFilterRect(QgsRectangle(*map(float, box.split(","))))
    told |= {
        "crs": layer.crs().authid(),
        "fields": [field.name() for field in layer.fields()],
        "ids": sorted(str(feature["name"]) for feature in everything),
        "within": sorted(str(feature["name"]) for feature in layer.getFeatures(within)),
    }
sys.stdout.write(json.dumps(told) + "\n")
sys.stdout.flush()
# QGIS leaves its network threads to the system.
os._exit(0)
